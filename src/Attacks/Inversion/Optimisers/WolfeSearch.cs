using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>
/// Finds a length t at which f(x + t d) falls enough and its slope has flattened: the strong Wolfe conditions with c1 = 1e-4 and c2 = 0.9, by a bracket and
/// cubic interpolation (Nocedal and Wright, algorithms 3.5 and 3.6, with the safeguards of torch).
/// </summary>
/// <param name="length">number of variables</param>
/// <param name="changeTolerance">a bracket that moves no variable by this is narrow enough</param>
internal sealed class WolfeSearch<T>(int length, double changeTolerance)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double C1 = 1e-4;
    private const double C2 = 0.9;
    private const int MostTrials = 25;

    private readonly T[] _point = new T[length];
    private Trial _low = new(length);
    private Trial _high = new(length);
    private Trial _new = new(length);

    /// <summary>Searches along d.</summary>
    /// <param name="f">what is minimised</param>
    /// <param name="x">start; unchanged</param>
    /// <param name="d">direction of descent</param>
    /// <param name="t">in: first length to try; out: the length found</param>
    /// <param name="value">in: f(x); out: f(x + t d)</param>
    /// <param name="gradient">in: at x; out: at x + t d</param>
    /// <param name="slope">&lt;gradient, d&gt; at x, below 0</param>
    /// <returns>evaluations that it took</returns>
    public int Search(IObjective<T> f, ReadOnlySpan<T> x, ReadOnlySpan<T> d, ref double t, ref double value, Span<T> gradient, double slope)
    {
        _low.Set(0.0, value, gradient, slope);
        var trials = Bracket(f, x, d, t, value, slope, out var found);
        if (!found)
        {
            // The better end is kept low.
            Order();
            trials += Narrow(f, x, d, value, slope, MostTrials + 1 - trials);
        }

        (t, value) = (_low.At, _low.Value);
        _low.Gradient.CopyTo(gradient);
        return trials;
    }

    /// <summary>Lengthens the step until it lies beyond a minimum; leaves the two ends in low and high.</summary>
    private int Bracket(IObjective<T> f, ReadOnlySpan<T> x, ReadOnlySpan<T> d, double t, double value, double slope, out bool found)
    {
        Try(f, x, d, t);
        found = false;
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var tooHigh = !(_new.Value <= value + (C1 * _new.At * slope)) || (trial > 1 && _new.Value >= _low.Value);
            found = !tooHigh && Math.Abs(_new.Slope) <= -C2 * slope;
            if (found)
            {
                (_low, _new) = (_new, _low);
                return trial + 1;
            }

            if (tooHigh || _new.Slope >= 0.0)
            {
                (_high, _new) = (_new, _high);
                return trial + 1;
            }

            var next = Cubic(_low, _new, _new.At + (0.01 * (_new.At - _low.At)), _new.At * 10.0);
            (_low, _new) = (_new, _low);
            Try(f, x, d, next);
        }

        (_high, _new) = (_new, _high);
        return MostTrials + 1;
    }

    private int Narrow(IObjective<T> f, ReadOnlySpan<T> x, ReadOnlySpan<T> d, double value, double slope, int most)
    {
        var reach = FlatProducts.MaxAbs(d);
        var stalled = false;
        for (var trial = 0; trial < most; trial++)
        {
            var (left, right) = (Math.Min(_low.At, _high.At), Math.Max(_low.At, _high.At));
            if ((right - left) * reach < changeTolerance)
            {
                return trial;
            }

            Try(f, x, d, Inside(left, right, ref stalled));
            if (_new.Value > value + (C1 * _new.At * slope) || !(_new.Value < _low.Value))
            {
                (_high, _new) = (_new, _high);
                Order();
                continue;
            }

            var done = Math.Abs(_new.Slope) <= -C2 * slope;
            if (!done && _new.Slope * (_high.At - _low.At) >= 0.0)
            {
                (_high, _low) = (_low, _high);
            }

            (_low, _new) = (_new, _low);
            if (done)
            {
                return trial + 1;
            }
        }

        return most;
    }

    /// <summary>The next length: by interpolation, but a tenth of the bracket away from its ends when that has stalled.</summary>
    private double Inside(double left, double right, ref bool stalled)
    {
        var t = Cubic(_low, _high, left, right);
        var margin = 0.1 * (right - left);
        if (Math.Min(right - t, t - left) >= margin)
        {
            stalled = false;
            return t;
        }

        if (stalled || t >= right || t <= left)
        {
            stalled = false;
            return Math.Abs(t - right) < Math.Abs(t - left) ? right - margin : left + margin;
        }

        stalled = true;
        return t;
    }

    private void Order()
    {
        if (_high.Value < _low.Value)
        {
            (_low, _high) = (_high, _low);
        }
    }

    private void Try(IObjective<T> f, ReadOnlySpan<T> x, ReadOnlySpan<T> d, double t)
    {
        FlatVector.Combine(_point, 1.0, x, t, d);
        var value = f.Evaluate(_point, _new.Gradient);
        (_new.At, _new.Value, _new.Slope) = (t, value, FlatProducts.Dot(_new.Gradient, d));
    }

    /// <summary>Minimum of the cubic through two values and slopes, kept within bounds.</summary>
    private static double Cubic(Trial a, Trial b, double least, double most)
    {
        var (first, second) = a.At <= b.At ? (a, b) : (b, a);
        var d1 = first.Slope + second.Slope - (3.0 * (first.Value - second.Value) / (first.At - second.At));
        var square = (d1 * d1) - (first.Slope * second.Slope);
        if (!(square >= 0.0))
        {
            return (least + most) / 2.0;
        }

        var d2 = Math.Sqrt(square);
        var t = second.At - ((second.At - first.At) * ((second.Slope + d2 - d1) / (second.Slope - first.Slope + (2.0 * d2))));
        return double.IsNaN(t) ? (least + most) / 2.0 : Math.Min(Math.Max(t, least), most);
    }

    /// <summary>A length that was tried.</summary>
    private sealed class Trial(int length)
    {
        public T[] Gradient { get; } = new T[length];

        public double At { get; set; }

        public double Value { get; set; }

        public double Slope { get; set; }

        public void Set(double t, double value, ReadOnlySpan<T> gradient, double slope)
        {
            (At, Value, Slope) = (t, value, slope);
            gradient.CopyTo(Gradient);
        }
    }
}
