namespace Federated.Learning.Experiments;

/// <summary>What of the exchanged messages is written into the run's folder, for audits. Changes no bit of the result.</summary>
[Switch]
public sealed record RecordOptions
{
    /// <summary>Rounds that are recorded, 1-based; absent: all.</summary>
    [Accepts("[1, 10000000]")]
    public int[]? Rounds { get; init; }

    /// <summary>How many clients of a recorded round are: those of its cohort with the lowest ids; without a server the nodes with the lowest ids. Absent: all.</summary>
    [Accepts("[1, 10000000]")]
    public int? Clients { get; init; }

    /// <summary>
    /// Write the recorded clients' samples beside the transcript, as <c>truth/</c>, so that audits can compare. Samples that lie with a node of their own
    /// never are.
    /// </summary>
    public bool Truth { get; init; } = true;

    /// <summary>Whether a round is recorded.</summary>
    /// <param name="round">1-based</param>
    public bool Includes(int round) => Rounds?.Contains(round) ?? true;

    /// <summary>Those of a cohort who are recorded.</summary>
    /// <param name="cohort">client ids in ascending order</param>
    public IEnumerable<int> Of(IReadOnlyList<int> cohort) => cohort.Take(Clients ?? cohort.Count);
}
