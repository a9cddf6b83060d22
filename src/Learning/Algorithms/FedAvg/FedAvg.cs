using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedAvg (McMahan et al. 2017, arXiv 1602.05629), with uniform weights.
/// Client: x_{k+1} = x_k - eta (clip(g) + wd x_k). Server: x^{t+1} = x^t + eta_g mean_S (x_{i,K} - x^t).
/// </summary>
public sealed class FedAvg<T>(FedAvgOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => Train(client, rho: 0.0);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server) =>
        FlatVector.AddScaled(server.X, options.GlobalLearningRate, server.Mean("delta"));

    /// <summary>The client rule with gradients at x_k + rho g / |g|.</summary>
    internal static void Train(LocalRun<T> client, double rho)
    {
        client.Start(client.Received("x"));
        while (client.NextBatch())
        {
            client.Sgd<T>(client.SamGradient(rho));
        }

        client.SendDelta();
    }
}
