using Federated.Learning.Data;

namespace Federated.Client;

/// <summary>How a node finds its coordinator, and what it offers.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the coordinator listens, for example <c>http://127.0.0.1:7070</c>.</summary>
    public required Uri Coordinator { get; init; }

    /// <summary>Name for logs.</summary>
    public required string Name { get; init; }

    /// <summary>The run's token, or one that is this node's alone; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Random bytes that bind a token that is used once to this node, at least <see cref="Protocol.SecretHash.CredentialBytes"/> of them. Empty: drawn
    /// anew, so that the node comes back as long as its process lives.
    /// </summary>
    public ReadOnlyMemory<byte> Credential { get; init; }

    /// <summary>Clients that are trained at the same time, each on one core.</summary>
    public required int Slots { get; init; }

    /// <summary>Where data sets are looked for.</summary>
    public required DataLocations DataLocations { get; init; }

    /// <summary>Longest pause between two attempts to reach the coordinator.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gives up after so long without a coordinator.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How other hosts of gossip nodes are reached, and reach this one.</summary>
    public PeerOptions Peers { get; init; } = new();

    /// <summary>Folder for finished work that is not acknowledged yet, of this node only; null: it is kept in memory.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Most bytes in the folder; the oldest work makes room.</summary>
    public long StateLimit { get; init; } = 1L << 30;

    /// <summary>How long work that was begun may still take once the node is asked to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Samples of this node's own; null: it trains any client, on the samples that the experiment gives it.</summary>
    public OwnSamples? Own { get; init; }

    /// <summary>Makes what carries the calls; null: the channel's own.</summary>
    public Func<HttpMessageHandler>? Handler { get; init; }
}
