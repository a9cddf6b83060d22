using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>
/// L-BFGS with the semantics of torch.optim.LBFGS, which the attacks' constants were tuned for: an outer step is up to 20 quasi-Newton iterations or 25
/// evaluations, the very first step has length min(1, 1 / |g|_1) times the rate, and curvature is remembered from one outer step to the next.
/// </summary>
/// <param name="length">number of variables</param>
/// <param name="settings">constants</param>
internal sealed class Lbfgs<T>(int length, LbfgsSettings settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CurvaturePairs<T> _pairs = new(length, settings.History);
    private readonly WolfeSearch<T>? _search = settings.LineSearch is LineSearch.StrongWolfe ? new(length, settings.ChangeTolerance) : null;
    private readonly T[] _gradient = new T[length];
    private readonly T[] _before = new T[length];
    private readonly T[] _d = new T[length];
    private double _t;
    private long _iterations;

    /// <summary>Takes an outer step.</summary>
    /// <param name="f">what is minimised</param>
    /// <param name="x">moved in place</param>
    /// <returns>whether a further outer step can still change anything</returns>
    public bool Step(IObjective<T> f, Span<T> x)
    {
        var value = f.Evaluate(x, _gradient);
        var evaluations = 1;
        if (!double.IsFinite(value) || FlatProducts.MaxAbs<T>(_gradient) <= settings.GradientTolerance)
        {
            return false;
        }

        for (var inner = 1; ; inner++)
        {
            Aim();
            var slope = FlatProducts.Dot<T>(_gradient, _d);
            if (!(slope <= -settings.ChangeTolerance))
            {
                // From here every further step would come to the same end.
                return inner > 1;
            }

            var former = value;
            _gradient.CopyTo(_before, 0);
            var last = inner == settings.InnerIterations;
            evaluations += Move(f, x, slope, last, ref value);
            if (last || evaluations >= settings.Evaluations || IsSettled(former, value))
            {
                return double.IsFinite(value);
            }
        }
    }

    private bool IsSettled(double former, double value) =>
        FlatProducts.MaxAbs<T>(_gradient) <= settings.GradientTolerance
        || Math.Abs(_t) * FlatProducts.MaxAbs<T>(_d) <= settings.ChangeTolerance
        || !(Math.Abs(value - former) >= settings.ChangeTolerance);

    /// <summary>Sets the direction and the length that is tried first.</summary>
    private void Aim()
    {
        if (_iterations++ > 0)
        {
            _pairs.Add(_t, _d, _gradient, _before);
        }

        _pairs.Direction(_gradient, _d);
        _t = (_iterations == 1 ? Math.Min(1.0, 1.0 / FlatProducts.SumAbs<T>(_gradient)) : 1.0) * settings.Rate;
    }

    /// <summary>Moves along the direction.</summary>
    /// <returns>evaluations that it took</returns>
    private int Move(IObjective<T> f, Span<T> x, double slope, bool last, ref double value)
    {
        if (_search is not null)
        {
            var taken = _search.Search(f, x, _d, ref _t, ref value, _gradient, slope);
            FlatVector.AddScaled(x, _t, _d);
            return taken;
        }

        FlatVector.AddScaled(x, _t, _d);
        if (last)
        {
            // The next outer step evaluates here anyway.
            return 0;
        }

        value = f.Evaluate(x, _gradient);
        return 1;
    }
}
