using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedSMOO (Sun et al. 2023, arXiv 2305.11584): the perturbation, too, is pulled towards a global one.
/// Client: r = g - mu_i - s; e = rho r / (|r| + 1e-7); mu_i = mu_i + e - s, every step; then FedDyn's step with the gradient at
/// x_k + e. Server: FedDyn's, and s = rho m / (|m| + 1e-7) with m = mean_S mu_i.
/// </summary>
public sealed class FedSmoo<T>(FedSmooOptions options) : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ExchangedVectors Vectors { get; } = new()
    {
        Down = ["x", "s"],
        Up = ["delta", "mu"],
        ClientState = ["h", "mu"],
        ServerState = ["H", "s"],
    };

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client)
    {
        var x = client.Received("x");
        var s = client.Received("s");
        var h = client.State("h");
        var mu = client.State("mu");
        var p = client.Scratch(0);
        FlatVector.Combine(p, options.ProxStrength, h, -options.ProxStrength, x);
        client.Start(x);
        while (client.NextBatch())
        {
            var g = client.EvaluateGradient();
            FlatVector.Combine(g, 1.0, g, -1.0, mu, -1.0, s);
            var scale = LocalSteps.AscentScale(options.Rho, FlatVector.Norm<T>(g));
            FlatVector.Combine(mu, 1.0, mu, scale, g, -1.0, s);
            client.Ascend(scale, g);
            client.ProximalSgd<T>(client.EvaluateGradient(), p, options.ProxStrength, options.ClipMode);
        }

        FlatVector.AddScaled(h, 1.0, client.SendDelta());
        mu.CopyTo(client.Sent("mu"));
    }

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server)
    {
        var global = server.State("H");
        var delta = server.Mean("delta");
        FlatVector.AddScaled(global, server.Active / (double)server.Clients, delta);
        FlatVector.Combine(server.X, 1.0, server.X, 1.0, delta, 1.0, global);
        var mu = server.Mean("mu");
        FlatVector.Scale(server.State("s"), LocalSteps.AscentScale(options.Rho, FlatVector.Norm(mu)), mu);
    }
}
