namespace Federated.Learning.Gossip;

/// <summary>The neighbours are rounds ahead: what is hosted here has to begin again from their models.</summary>
/// <param name="round">where they are</param>
public sealed class FellBehindException(int round) : Exception($"the neighbours are in round {round}")
{
    /// <summary>Where they are, 1-based.</summary>
    public int Round => round;
}
