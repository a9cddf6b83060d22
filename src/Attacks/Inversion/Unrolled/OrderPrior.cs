using System.Numerics;
using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>
/// P = (1/E^2) sum over pairs of epochs of D(s(X_e1), s(X_e2)): every epoch visits the same images in an order of its own, so that what does not depend on
/// order has to agree (Dimitrov et al. 2022).
/// </summary>
internal sealed class OrderPrior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EpochStatistics<T> _statistics;
    private readonly OrderDistance _distance;
    private readonly double[][] _values;
    private readonly int[][] _winners;
    private readonly double[] _derivative;

    /// <param name="shape">shape of one image</param>
    /// <param name="epochs">E</param>
    /// <param name="options">statistic, features and distance</param>
    /// <param name="seed">of the filters</param>
    public OrderPrior(SampleShape shape, int epochs, DlfaOptions options, ulong seed)
    {
        _statistics = new EpochStatistics<T>(shape, options, seed);
        _distance = options.Distance;
        _values = [.. Enumerable.Range(0, epochs).Select(_ => new double[_statistics.Length])];
        _winners = [.. Enumerable.Range(0, epochs).Select(_ => new int[_statistics.Length])];
        _derivative = new double[_statistics.Length];
    }

    /// <summary>weight * P; adds its derivative.</summary>
    /// <param name="x">images of all epochs, epoch after epoch</param>
    /// <param name="weight">factor</param>
    /// <param name="gradient">as long as x</param>
    public double Add(ReadOnlySpan<T> x, double weight, Span<T> gradient)
    {
        var (epochs, part) = (_values.Length, x.Length / _values.Length);
        for (var e = 0; e < epochs; e++)
        {
            _statistics.Compute(x.Slice(e * part, part), _values[e], _winners[e]);
        }

        // Each pair is met twice, and D is a mean over the values of a statistic.
        var (factor, sum) = (weight / ((double)epochs * epochs * _statistics.Length), 0.0);
        for (var e = 0; e < epochs; e++)
        {
            for (var f = 0; f < _derivative.Length; f++)
            {
                _derivative[f] = 0.0;
                foreach (var other in _values)
                {
                    var d = _values[e][f] - other[f];
                    sum += _distance is OrderDistance.L2 ? d * d : Math.Abs(d);
                    _derivative[f] += 2.0 * factor * (_distance is OrderDistance.L2 ? 2.0 * d : Math.Sign(d));
                }
            }

            _statistics.AddDerivative(_derivative, _winners[e], gradient.Slice(e * part, part));
        }

        return factor * sum;
    }
}
