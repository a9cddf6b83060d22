using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>
/// One restart of an attack by Adam: samples with the learning rate eta, signed, noisy and boxed as the options say; a surrogate's place by an Adam of its own.
/// All rates decay alike.
/// </summary>
/// <param name="options">settings</param>
/// <param name="box">where the samples may be; null: anywhere</param>
/// <param name="restart">0-based</param>
internal sealed class AdamDescent(InversionOptions options, PixelBox? box, int restart)
{
    /// <summary>Runs to the end, or until it is stopped.</summary>
    /// <param name="f">what is minimised</param>
    /// <param name="x">start; moved in place</param>
    /// <param name="progress">told after every iteration</param>
    /// <param name="stop">checked after every iteration</param>
    /// <returns>the best point, which may be an earlier one</returns>
    public BestPoint<float> Run(IObjective<float> f, float[] x, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        var best = new BestPoint<float>(f);
        var gradient = new float[x.Length];
        var steps = new Adam(x.Length, 0.9, 0.999);
        var surrogate = new SurrogateDescent(f as ISurrogateObjective<float>, options.Sme);
        var noise = new KeyedStream(options.Seed, Purpose.InversionNoise, restart);
        box?.Project(x);
        for (var iteration = 0; iteration < options.Iterations && !(best.Value < options.StopBelow); iteration++)
        {
            (f as IRampedObjective<float>)?.Begin((double)iteration / options.Iterations);
            best.Evaluate(x, gradient);
            var rate = options.Lr * RateSchedule.Factor(options, iteration);
            AddNoise(ref noise, options.Langevin * rate, gradient);
            GradientSign.Apply(options.Signed, iteration, options.Iterations, gradient);
            steps.Step(x, gradient, 1.0, rate);
            box?.Project(x);
            surrogate.Step(RateSchedule.Factor(options, iteration));
            progress?.Report(new InversionProgress(restart, iteration + 1, options.Iterations, best.Value));
            if (stop.IsCancellationRequested)
            {
                return best;
            }
        }

        // The last step's point has not been looked at yet.
        best.Evaluate(x, gradient);
        return best;
    }

    private static void AddNoise(ref KeyedStream noise, double deviation, Span<float> gradient)
    {
        if (deviation > 0.0)
        {
            foreach (ref var g in gradient)
            {
                g += (float)(deviation * noise.NextGaussian());
            }
        }
    }
}
