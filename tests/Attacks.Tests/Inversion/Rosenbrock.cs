using System.Numerics;
using Federated.Attacks.Inversion.Optimisers;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>sum_i 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2.</summary>
internal sealed class Rosenbrock<T>(int length) : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Length => length;

    /// <summary>(-1.2, 1, -1.2, 1, ...).</summary>
    public static T[] Start(int length) => [.. Enumerable.Range(0, length).Select(i => T.CreateChecked(i % 2 == 0 ? -1.2 : 1.0))];

    public double Evaluate(ReadOnlySpan<T> x, Span<T> gradient)
    {
        gradient.Clear();
        var value = 0.0;
        for (var i = 0; i + 1 < length; i++)
        {
            var (a, b) = (double.CreateChecked(x[i]), double.CreateChecked(x[i + 1]));
            var (bend, rest) = (b - (a * a), 1.0 - a);
            value += (100.0 * bend * bend) + (rest * rest);
            gradient[i] += T.CreateTruncating((-400.0 * a * bend) - (2.0 * rest));
            gradient[i + 1] += T.CreateTruncating(200.0 * bend);
        }

        return value;
    }
}
