using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>
/// The last pairs s = x' - x, y = g' - g, and the two-loop recursion that multiplies with the inverse Hessian they stand for (Nocedal 1980). A ring: the
/// newest pair replaces the oldest, nothing is allocated after the start.
/// </summary>
internal sealed class CurvaturePairs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastCurvature = 1e-10;

    private readonly T[][] _s;
    private readonly T[][] _y;
    private readonly double[] _rho;
    private readonly double[] _weights;
    private int _first;
    private int _count;
    private double _scale = 1.0;

    /// <param name="length">of the vectors</param>
    /// <param name="history">pairs that are kept</param>
    public CurvaturePairs(int length, int history)
    {
        (_s, _y) = (Rows(history + 1, length), Rows(history + 1, length));
        (_rho, _weights) = (new double[history + 1], new double[history + 1]);
    }

    /// <summary>Takes the pair s = t d, y = g - before in, unless its curvature y.s is not safely above 0.</summary>
    public void Add(double t, ReadOnlySpan<T> d, ReadOnlySpan<T> gradient, ReadOnlySpan<T> before)
    {
        // There is always a spare place: what is written there counts only if it is kept.
        var place = (_first + _count) % _s.Length;
        FlatVector.Combine(_y[place], 1.0, gradient, -1.0, before);
        FlatVector.Scale(_s[place], t, d);
        var curvature = FlatProducts.Dot<T>(_y[place], _s[place]);
        if (!(curvature > LeastCurvature))
        {
            return;
        }

        _rho[place] = 1.0 / curvature;
        _scale = curvature / FlatProducts.Dot<T>(_y[place], _y[place]);
        if (_count == _s.Length - 1)
        {
            _first = (_first + 1) % _s.Length;
        }
        else
        {
            _count++;
        }
    }

    /// <summary>d = -H g.</summary>
    public void Direction(ReadOnlySpan<T> gradient, Span<T> d)
    {
        FlatVector.Scale(d, -1.0, gradient);
        for (var i = _count - 1; i >= 0; i--)
        {
            var at = (_first + i) % _s.Length;
            _weights[i] = FlatProducts.Dot<T>(_s[at], d) * _rho[at];
            FlatVector.AddScaled(d, -_weights[i], _y[at]);
        }

        FlatVector.Scale(d, _scale, d);
        for (var i = 0; i < _count; i++)
        {
            var at = (_first + i) % _s.Length;
            var beta = FlatProducts.Dot<T>(_y[at], d) * _rho[at];
            FlatVector.AddScaled(d, _weights[i] - beta, _s[at]);
        }
    }

    private static T[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new T[length])];
}
