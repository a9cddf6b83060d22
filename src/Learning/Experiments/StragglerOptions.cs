namespace Federated.Learning.Experiments;

/// <summary>
/// How long a round waits for clients that are elsewhere. Whoever is late is left out and named: then the result depends on who was late. Without a server, a
/// link that brings nothing is left out at both of its ends, and the mean stays. Only used by <c>fed serve</c>; in one process nobody is late.
/// </summary>
public sealed record StragglerOptions
{
    /// <summary>Seconds after which a round ends without those who are not done; without a server also the longest that a link is waited for.</summary>
    [Accepts("(0, 1000000000]")]
    public required double Deadline { get; init; }

    /// <summary>Clients, or nodes, that a round waits for in any case.</summary>
    [Accepts("[1, 10000000]")]
    public int Quorum { get; init; } = 1;
}
