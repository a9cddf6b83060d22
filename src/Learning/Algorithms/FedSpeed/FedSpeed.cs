using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>
/// FedSpeed (Sun et al., ICLR 2023, arXiv 2302.10429): long local intervals with a prox-correction and an extra ascent step.
/// h_i is the paper's correction in other units: its g_i equals -lambda h_i.
/// <code>
/// client:  g1 = g(x_k);  g2 = g(x_k + rho g1 / |g1|);  q = (1 - alpha) g1 + alpha g2
///          x_{k+1} = x_k - eta (q + lambda (x_k - x^t + h_i) + wd x_k)
///          h_i = h_i + x_K - x^t
/// server:  x^{t+1} = mean_S x_{i,K} + mean h_i       over all N clients (default) or over S
/// </code>
/// With all clients, H = mean_N h_i is kept as H = H + (1/N) sum_S (x_{i,K} - x^t): one vector down, one up.
/// </summary>
public sealed class FedSpeed<T> : FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FedSpeedOptions _options;
    private readonly bool _ascends;
    private readonly bool _relaxed;

    /// <param name="options">hyper-parameters and switches</param>
    public FedSpeed(FedSpeedOptions options)
    {
        _options = options;
        _ascends = options.Rho > 0.0 && options.Alpha > 0.0;
        _relaxed = options.RelaxedInitialisation > 0.0;
        var corrected = options.CorrectionAverage != CorrectionAverage.None;
        var all = options.CorrectionAverage == CorrectionAverage.All;
        string[] state = corrected ? ["h"] : [];
        Vectors = new()
        {
            Up = all && _relaxed ? ["local", "delta"] : ["local"],
            ClientState = _relaxed ? [.. state, "last"] : state,
            ServerState = all ? ["H"] : [],
        };
    }

    /// <inheritdoc/>
    public override ExchangedVectors Vectors { get; }

    /// <inheritdoc/>
    public override void Train(LocalRun<T> client)
    {
        var lambda = _options.ProxStrength;
        var start = StartingPoint(client);
        var p = client.Scratch(0);
        if (_options.CorrectionAverage == CorrectionAverage.None)
        {
            FlatVector.Scale(p, -lambda, start);
        }
        else
        {
            FlatVector.Combine(p, lambda, client.State("h"), -lambda, start);
        }

        client.Start(start);
        while (client.NextBatch())
        {
            client.ProximalSgd<T>(QuasiGradient(client), p, lambda, _options.ClipMode);
        }

        Finish(client, start);
    }

    /// <inheritdoc/>
    public override void Aggregate(ServerRound<T> server)
    {
        if (_options.CorrectionAverage != CorrectionAverage.All)
        {
            FlatVector.AddScaled(server.X, 1.0, server.Mean("local"));
            return;
        }

        var global = server.State("H");
        FlatVector.AddScaled(
            global, server.Active / (double)server.Clients, server.Mean(_relaxed ? "delta" : "local"));
        FlatVector.Combine(server.X, 1.0, server.X, 1.0, server.Mean("local"), 1.0, global);
    }

    /// <summary>x^t, or with relaxed initialisation x^t + beta (x^t - last local model), which is x^0 before the first round.</summary>
    private ReadOnlySpan<T> StartingPoint(LocalRun<T> client)
    {
        var x = client.Received("x");
        if (!_relaxed)
        {
            return x;
        }

        // Kept relative to x^0, so that the zero of a new client means x^0.
        var beta = _options.RelaxedInitialisation;
        var start = client.Scratch(2);
        FlatVector.Combine(start, 1.0 + beta, x, -beta, client.Initial, -beta, client.State("last"));
        return start;
    }

    /// <summary>q = (1 - alpha) g1 + alpha g2, with as few passes as the switches allow.</summary>
    private ReadOnlySpan<T> QuasiGradient(LocalRun<T> client)
    {
        var g1 = client.EvaluateGradient();
        if (!_ascends)
        {
            return g1;
        }

        var scale = _options.RhoMode == RhoMode.Raw
            ? _options.Rho
            : LocalSteps.AscentScale(_options.Rho, FlatVector.Norm<T>(g1));
        client.Ascend(scale, g1);
        if (_options.Alpha == 1.0)
        {
            return client.EvaluateGradient();
        }

        var kept = client.Scratch(1);
        g1.CopyTo(kept);
        var q = client.EvaluateGradient();
        FlatVector.Combine(q, 1.0 - _options.Alpha, kept, _options.Alpha, q);
        return q;
    }

    private void Finish(LocalRun<T> client, ReadOnlySpan<T> start)
    {
        var local = client.Sent("local");
        if (_relaxed)
        {
            FlatVector.Combine(client.State("last"), 1.0, client.X, -1.0, client.Initial);
        }

        if (_options.CorrectionAverage != CorrectionAverage.None)
        {
            var h = client.State("h");
            var delta = _relaxed && _options.CorrectionAverage == CorrectionAverage.All ? client.Sent("delta") : local;
            FlatVector.Combine(delta, 1.0, client.X, -1.0, start);
            FlatVector.AddScaled(h, 1.0, delta);
        }

        FlatVector.Combine(local, 1.0, client.X, -1.0, client.Received("x"));
        if (_options.CorrectionAverage == CorrectionAverage.Active)
        {
            FlatVector.AddScaled(local, 1.0, client.State("h"));
        }
    }
}
