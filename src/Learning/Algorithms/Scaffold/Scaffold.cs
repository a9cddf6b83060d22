using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// SCAFFOLD (Karimireddy et al. 2020, arXiv 1910.06378), option II.
/// Client: x_{k+1} = x_k - eta (clip(g + c - c_i) + wd x_k); c_i+ = c_i - c - (x_K - x^t) / (K eta); sends c_i+ - c_i.
/// Server: x^{t+1} = x^t + eta_g mean update; c = c + (1/N) sum_S (c_i+ - c_i).
/// </summary>
public sealed class Scaffold<T>(ScaffoldOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ExchangedVectors Vectors { get; } = new()
    {
        Down = ["x", "c"],
        Up = ["delta", "control"],
        ClientState = ["c_i"],
        ServerState = ["c"],
    };

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => Train(client, rho: 0.0);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server)
    {
        FlatVector.AddScaled(server.X, options.GlobalLearningRate, server.Mean("delta"));
        FlatVector.AddScaled(server.State("c"), server.Active / (double)server.Clients, server.Mean("control"));
    }

    /// <summary>The client rule with gradients at x_k + rho g / |g|.</summary>
    internal static void Train(LocalRun<T> client, double rho)
    {
        var c = client.Received("c");
        var ci = client.State("c_i");
        var p = client.Scratch(0);
        FlatVector.Combine(p, 1.0, c, -1.0, ci);
        client.Start(client.Received("x"));
        while (client.NextBatch())
        {
            client.Sgd<T>(1.0, client.SamGradient(rho), p);
        }

        var delta = client.SendDelta();
        var change = client.Sent("control");
        FlatVector.Combine(change, -1.0, c, -1.0 / (client.NominalSteps * client.LearningRate), delta);
        FlatVector.AddScaled(ci, 1.0, change);
    }
}
