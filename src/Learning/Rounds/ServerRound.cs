using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>The end of a round, as a server rule sees it.</summary>
public sealed class ServerRound<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ServerState<T> _state;
    private readonly CohortSum<T> _sum;

    internal ServerRound(ServerState<T> state, CohortSum<T> sum, int clients, double learningRate)
    {
        _state = state;
        _sum = sum;
        Clients = clients;
        LearningRate = learningRate;
    }

    /// <summary>Number of all clients N, active or not.</summary>
    public int Clients { get; }

    /// <summary>Number of clients s whose updates are in the means.</summary>
    public int Active => _sum.Accepted;

    /// <summary>Local learning rate of this round.</summary>
    public double LearningRate { get; }

    /// <summary>Mean over active clients of E n_i / B: the K̂ of FedCM's momentum.</summary>
    public double NominalSteps => _sum.NominalSteps / _sum.Accepted;

    /// <summary>The global model, x^t before and x^{t+1} after the rule.</summary>
    public Span<T> X => _state.X;

    /// <summary>A vector the server keeps.</summary>
    public Span<T> State(string name) => _state[name];

    /// <summary>Mean over active clients of a vector they sent, summed in float64 in ascending order of client ids.</summary>
    public ReadOnlySpan<T> Mean(string name) => _sum.Mean(name);
}
