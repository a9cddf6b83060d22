namespace Federated.Attacks.Audit;

/// <summary>What was audited, and against whom.</summary>
public sealed record AuditSetting
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary><c>parameter server</c>, <c>gossip</c> or <c>shared seed</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Algorithm of the run.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Data and model.</summary>
    public required string Subject { get; init; }

    /// <summary>Length d of the vectors that travel.</summary>
    public required long Parameters { get; init; }

    /// <summary>Rounds of the run.</summary>
    public required int Rounds { get; init; }

    /// <summary>Rounds that were attacked.</summary>
    public required IReadOnlyList<int> Audited { get; init; }

    /// <summary>Updates that the transcript holds.</summary>
    public required int Recorded { get; init; }

    /// <summary>Fewest clients in a sum that was attacked, where secure aggregation shows nothing else; null: single updates were seen.</summary>
    public int? Summed { get; init; }

    /// <summary>Who looks: <c>an honest-but-curious coordinator</c>, <c>a neighbour</c>, <c>anybody with the log</c>.</summary>
    public required string Adversary { get; init; }

    /// <summary>What the adversary has, letter by letter, up to the strongest that an attack of this audit needs.</summary>
    public required IReadOnlyList<AuditKnowledge> Knows { get; init; }
}
