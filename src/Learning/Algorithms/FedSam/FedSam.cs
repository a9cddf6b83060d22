using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedSAM (Qu et al. 2022, arXiv 2206.02618): FedAvg with SAM gradients.
/// Client: x_{k+1} = x_k - eta (clip(g(x_k + rho g / |g|)) + wd x_k). Server: as FedAvg.
/// </summary>
public sealed class FedSam<T>(FedSamOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FedAvg<T> _average = new(new FedAvgOptions { GlobalLearningRate = options.GlobalLearningRate });

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => FedAvg<T>.Train(client, options.Rho);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server) => _average.Aggregate(server);
}
