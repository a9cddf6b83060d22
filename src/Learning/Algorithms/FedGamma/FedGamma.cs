using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedGAMMA (Dai et al. 2023): SCAFFOLD with SAM gradients; the ascent uses the data gradient alone.
/// Client: x_{k+1} = x_k - eta (clip(g(x_k + rho g / |g|) + c - c_i) + wd x_k). Server and c_i: as SCAFFOLD.
/// </summary>
public sealed class FedGamma<T>(FedGammaOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Scaffold<T> _control = new(new ScaffoldOptions { GlobalLearningRate = options.GlobalLearningRate });

    /// <inheritdoc/>
    public override ExchangedVectors Vectors => _control.Vectors;

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => Scaffold<T>.Train(client, options.Rho);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server) => _control.Aggregate(server);
}
