using System.Collections.Concurrent;
using System.Numerics;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Tests.Rounds;
using Federated.Tests;

namespace Federated.Learning.Tests.Gossip;

/// <summary>Keeps every round's models and figures.</summary>
internal sealed class GossipTrajectory<T> : IRoundObserver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The nodes' models by round; 0 is before the first.</summary>
    public List<T[][]> Models { get; } = [];

    /// <summary>What the engine calls its model, by round.</summary>
    public List<T[]> Means { get; } = [];

    public List<GossipRoundMetrics> Metrics { get; } = [];

    public ListLogger Log { get; } = new();

    public GossipEngine<T> Engine { get; set; } = null!;

    /// <summary>What nodes keep.</summary>
    public StateProbe<T> State { get; set; } = null!;

    public RunOutcome Outcome { get; set; }

    /// <summary>(round, finished, nodes) as reported.</summary>
    public ConcurrentBag<(int Round, int Finished, int Nodes)> Finished { get; } = [];

    /// <summary>The models of the last round, in float64.</summary>
    public double[][] Last => [.. Models[^1].Select(model => Array.ConvertAll(model, double.CreateChecked))];

    /// <summary>Called after every round.</summary>
    public Action OnRound { get; set; } = () => { };

    public void Started(int round, ReadOnlySpan<T> x) => Keep(x);

    public void ClientFinished(int round, int finished, int cohort) => Finished.Add((round, finished, cohort));

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<T> x)
    {
        Metrics.Add((GossipRoundMetrics)metrics);
        Keep(x);
        OnRound();
    }

    private void Keep(ReadOnlySpan<T> x)
    {
        Means.Add(x.ToArray());
        Models.Add([.. Engine.Models.Select(model => (T[])model.Clone())]);
    }
}
