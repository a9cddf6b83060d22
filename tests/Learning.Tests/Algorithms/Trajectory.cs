using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>Keeps the global model of every round, and looks into what clients keep.</summary>
internal sealed class Trajectory(ClientStateStore<double> states, string[] names) : IRoundObserver<double>
{
    public List<double[]> Points { get; } = [];

    public List<RoundMetrics> Metrics { get; } = [];

    public ServerState<double> Server { get; set; } = null!;

    public Action<int>? AfterRound { get; set; }

    public double[] Last => Points[^1];

    public double[] State(int client, string name)
    {
        var d = Points[0].Length;
        var all = new double[names.Length * d];
        states.Load(client, all);
        return all[(Array.IndexOf(names, name) * d)..][..d];
    }

    public void Started(int round, ReadOnlySpan<double> x) => Points.Add(x.ToArray());

    public void ClientFinished(int round, int finished, int cohort)
    {
    }

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<double> x)
    {
        Metrics.Add(metrics);
        Points.Add(x.ToArray());
    }
}
