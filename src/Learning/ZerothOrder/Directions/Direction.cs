namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Names a random direction z: a pure function of the run's key, the round, the machine and its sample. Whoever knows these numbers
/// regenerates z, or any slice of it, without having received it.
/// </summary>
/// <param name="RunKey">shared by all machines of a run</param>
/// <param name="Round">0-based, below 2^56</param>
/// <param name="Machine">never given to another machine in the same run</param>
/// <param name="Sample">index within the machine's round</param>
public readonly record struct Direction(ulong RunKey, long Round, ushort Machine, ushort Sample)
{
    /// <summary>Distribution of its numbers.</summary>
    public DirectionKind Kind { get; init; }

    /// <summary>What its words are drawn for.</summary>
    public CounterDomain Domain { get; init; }

    /// <summary>Philox' key words.</summary>
    internal (uint K0, uint K1) Key => ((uint)RunKey, (uint)(RunKey >> 32));

    /// <summary>The second word of every counter.</summary>
    internal uint C1 => ((uint)Machine << 16) | Sample;

    /// <summary>The third.</summary>
    internal uint C2 => (uint)Round;

    /// <summary>The fourth of the direction's own words: what they are for, and the round's upper bits.</summary>
    internal uint C3() => C3(Domain);

    /// <summary>The fourth: what the words are for, and the round's upper bits.</summary>
    internal uint C3(CounterDomain domain) => ((uint)domain << 24) | ((uint)(Round >> 32) & 0xFFFFFF);

    /// <summary>One of the K directions that a run with candidates draws from.</summary>
    /// <param name="runKey">shared by all machines of a run</param>
    /// <param name="index">in [0, K)</param>
    public static Direction Candidate(ulong runKey, uint index) => new(runKey, index, 0, 0) { Domain = CounterDomain.Candidate };
}
