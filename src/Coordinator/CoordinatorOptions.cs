using Federated.Protocol.Certificates;

namespace Federated.Coordinator;

/// <summary>How a coordinator is reached, and how patient it is.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>Where it listens, for example <c>http://127.0.0.1:7070</c>.</summary>
    public required Uri Listen { get; init; }

    /// <summary>What a node has to know to be let in; null: nothing, only sensible on loopback.</summary>
    public string? Token { get; init; }

    /// <summary>SHA-256 of tokens that each let one node in, see <see cref="Admission.EnrolmentFile"/>; in place of <see cref="Token"/>, or null.</summary>
    public IReadOnlySet<string>? Enrolment { get; init; }

    /// <summary>What the coordinator shows of itself, and whose nodes it lets in; null: neither side proves who it is, only sensible on loopback.</summary>
    public NodeCertificate? Certificate { get; init; }

    /// <summary>When nodes are given work.</summary>
    public RunBeginning Beginning { get; init; } = RunBeginning.AtOnce;

    /// <summary>Of gossip runs: hosts to wait for before the run begins.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>A node without a sign of life for so long is gone; what it was working on goes to others.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// At the end, a node that was heard of within this time and has not heard that the run is over is waited for. Longer than any pause between
    /// two attempts of a node to come back.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Clients whose samples lie with a node that joins for them: nobody else trains them.</summary>
    public IReadOnlyList<int> Devices { get; init; } = [];

    /// <summary>What one address or one node may ask.</summary>
    public CoordinatorLimits Limits { get; init; } = new();
}
