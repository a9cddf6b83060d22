using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedAdam (Reddi et al. 2021, arXiv 2003.00295), with moments that start at zero and no bias correction. Client: as FedAvg.
/// Server, with D the mean update: m = b1 m + (1 - b1) D; v = b2 v + (1 - b2) D^2; x = x + eta_g m / (sqrt(v) + eps).
/// </summary>
public sealed class FedAdam<T>(FedAdamOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ExchangedVectors Vectors { get; } = new() { ServerState = ["m", "v"] };

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client) => FedAvg<T>.Train(client, rho: 0.0);

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server)
    {
        var x = server.X;
        var m = server.State("m");
        var v = server.State("v");
        var mean = server.Mean("delta");
        var (b1, b2) = (T.CreateTruncating(options.Beta1), T.CreateTruncating(options.Beta2));
        var (rate, epsilon) = (T.CreateTruncating(options.GlobalLearningRate), T.CreateTruncating(options.Epsilon));
        for (var j = 0; j < x.Length; j++)
        {
            m[j] = (b1 * m[j]) + ((T.One - b1) * mean[j]);
            v[j] = (b2 * v[j]) + ((T.One - b2) * mean[j] * mean[j]);
            x[j] += rate * m[j] / (T.Sqrt(v[j]) + epsilon);
        }
    }
}
