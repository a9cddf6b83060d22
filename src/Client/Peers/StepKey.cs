using Federated.Protocol;

namespace Federated.Client.Peers;

/// <summary>A gossip step of a round; later ones are greater.</summary>
/// <param name="Round">1-based</param>
/// <param name="Step">0-based</param>
internal readonly record struct StepKey(int Round, int Step) : IComparable<StepKey>
{
    /// <summary>From the wire.</summary>
    public static StepKey Of(StepMark mark) => new(mark.Round, mark.Step);

    /// <summary>For the wire.</summary>
    public StepMark Mark() => new() { Round = Round, Step = Step };

    /// <inheritdoc/>
    public int CompareTo(StepKey other) => (Round, Step).CompareTo((other.Round, other.Step));

    public static bool operator <(StepKey a, StepKey b) => a.CompareTo(b) < 0;

    public static bool operator >(StepKey a, StepKey b) => a.CompareTo(b) > 0;
}
