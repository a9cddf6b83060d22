using System.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>One restart of an attack by L-BFGS.</summary>
/// <param name="options">settings</param>
/// <param name="restart">0-based</param>
internal sealed class LbfgsDescent<T>(InversionOptions options, int restart)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="AdamDescent.Run"/>
    public BestPoint<T> Run(IObjective<T> f, T[] x, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        var best = new BestPoint<T>(new Stoppable(f, stop));
        var steps = new Lbfgs<T>(x.Length, new LbfgsSettings { Rate = options.Lr, LineSearch = options.LineSearch });
        for (var iteration = 0; iteration < options.Iterations && !(best.Value < options.StopBelow); iteration++)
        {
            var goesOn = steps.Step(best, x);
            progress?.Report(new InversionProgress(restart, iteration + 1, options.Iterations, best.Value));
            if (!goesOn || stop.IsCancellationRequested)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>After the stop every value is NaN, which ends an outer step at once instead of after 25 evaluations.</summary>
    private sealed class Stoppable(IObjective<T> f, CancellationToken stop) : IObjective<T>
    {
        private bool _started;

        public int Length => f.Length;

        public double Evaluate(ReadOnlySpan<T> x, Span<T> gradient)
        {
            if (_started && stop.IsCancellationRequested)
            {
                gradient.Clear();
                return double.NaN;
            }

            _started = true;
            return f.Evaluate(x, gradient);
        }
    }
}
