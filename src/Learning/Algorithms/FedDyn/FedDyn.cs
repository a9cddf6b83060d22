using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedDyn (Acar et al. 2021, arXiv 2111.04263).
/// Client: x_{k+1} = x_k - eta (g + lambda (x_k - x^t + h_i) + wd x_k); h_i = h_i + x_K - x^t.
/// Server: x^{t+1} = mean_S x_{i,K} + mean_N h_i. This is FedSpeed without its ascent step.
/// </summary>
public sealed class FedDyn<T>(FedDynOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FedSpeed<T> _corrected = new(
        new FedSpeedOptions { ProxStrength = options.ProxStrength, ClipMode = options.ClipMode, Rho = 0.0 });

    /// <inheritdoc/>
    public override ExchangedVectors Vectors => _corrected.Vectors;

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => _corrected.Train(client);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server) => _corrected.Aggregate(server);
}
