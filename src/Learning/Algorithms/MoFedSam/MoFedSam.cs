using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// MoFedSAM (Qu et al. 2022, arXiv 2206.02618): FedCM with SAM gradients.
/// Client: x_{k+1} = x_k - eta (clip(alpha g(x_k + rho g / |g|) + (1 - alpha) M) + wd x_k). Server: as FedCM.
/// </summary>
public sealed class MoFedSam<T>(MoFedSamOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FedCm<T> _momentum = new(
        new FedCmOptions { Alpha = options.Alpha, GlobalLearningRate = options.GlobalLearningRate });

    /// <inheritdoc/>
    public override ExchangedVectors Vectors => _momentum.Vectors;

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => _momentum.Train(client, options.Rho);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server) => _momentum.Aggregate(server);
}
