using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedCM (Xu et al. 2021, arXiv 2106.10874): client-level momentum.
/// Client: x_{k+1} = x_k - eta (clip(alpha g + (1 - alpha) M) + wd x_k).
/// Server: x^{t+1} = x^t + eta_g D and M = -D / (K eta), with D the mean update; M = 0 in the first round.
/// </summary>
public sealed class FedCm<T>(FedCmOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ExchangedVectors Vectors { get; } = new() { Down = ["x", "M"], ServerState = ["M"] };

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => Train(client, rho: 0.0);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server)
    {
        var mean = server.Mean("delta");
        FlatVector.AddScaled(server.X, options.GlobalLearningRate, mean);
        FlatVector.Scale(server.State("M"), -1.0 / (server.NominalSteps * server.LearningRate), mean);
    }

    /// <summary>The client rule with gradients at x_k + rho g / |g|.</summary>
    internal void Train(LocalRun<T> client, double rho)
    {
        var momentum = client.Received("M");
        var p = client.Scratch(0);
        FlatVector.Scale(p, 1.0 - options.Alpha, momentum);
        client.Start(client.Received("x"));
        while (client.NextBatch())
        {
            client.Sgd<T>(options.Alpha, client.SamGradient(rho), p);
        }

        client.SendDelta();
    }
}
