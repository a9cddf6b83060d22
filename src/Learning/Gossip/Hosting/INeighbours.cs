namespace Federated.Learning.Gossip;

/// <summary>The port through which hosted nodes reach those that are elsewhere.</summary>
public interface INeighbours<T>
    where T : unmanaged
{
    /// <summary>
    /// Sends messages over the links of a step and takes what comes. A link counts at both of its ends or at neither: what it would have carried stays
    /// with its ends, so that the mean over all nodes does not move. A link that failed in a round stays out of its further steps.
    /// </summary>
    /// <param name="step">which step of which round</param>
    /// <param name="messages">of the nodes hosted here that take part, by node; unchanged until the next call</param>
    /// <param name="cancellation">ends the wait</param>
    /// <returns>messages of nodes elsewhere, by node, as far as they count; valid until the next call</returns>
    /// <exception cref="FellBehindException">The others are rounds ahead.</exception>
    IReadOnlyDictionary<int, T[]> Exchange(GossipStep step, IReadOnlyDictionary<int, T[]> messages, CancellationToken cancellation);
}
