using System.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>Keeps the point with the lowest value of all that were evaluated; NaN is never low.</summary>
/// <param name="f">what is minimised</param>
internal sealed class BestPoint<T>(IObjective<T> f) : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _x = new T[f.Length];

    public int Length => f.Length;

    /// <summary>The lowest value.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>Where it was.</summary>
    public ReadOnlySpan<T> X => _x;

    /// <summary>Evaluations so far.</summary>
    public long Evaluations { get; private set; }

    public double Evaluate(ReadOnlySpan<T> x, Span<T> gradient)
    {
        var value = f.Evaluate(x, gradient);
        if (value < Value || Evaluations == 0)
        {
            // A first value that is NaN is kept as a point, so that there always is one.
            Value = double.IsNaN(value) ? double.PositiveInfinity : value;
            x.CopyTo(_x);
        }

        Evaluations++;
        return value;
    }
}
