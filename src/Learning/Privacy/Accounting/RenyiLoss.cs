using MathNet.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>
/// Renyi differential privacy (Mironov 2017, arXiv 1702.07476) of the Gaussian mechanism: the divergence of order alpha between what it says with and
/// without one unit of data. z is the noise multiplier: deviation of the noise / largest L2 change that the unit can make.
/// </summary>
public static class RenyiLoss
{
    /// <summary>Trapezoids per deviation, and deviations beyond both ends: the error of an analytic integrand falls exponentially with both.</summary>
    private const int StepsPerDeviation = 24;

    private const double Margin = 12.0;

    /// <summary>alpha / (2 z^2).</summary>
    /// <param name="order">alpha &gt; 1</param>
    /// <param name="multiplier">z</param>
    public static double Gaussian(double order, double multiplier) => order / (2.0 * multiplier * multiplier);

    /// <summary>
    /// Each unit takes part with probability q, independently; neighbours differ in whether a unit is there (Mironov, Talwar and Zhang 2019, arXiv
    /// 1908.10530, eq. 4 and 5): log E[(1 - q + q exp((2x - 1) / (2 z^2)))^alpha] / (alpha - 1) with x normal, of mean 0 and deviation z. By quadrature:
    /// exact for every order, whole or not.
    /// </summary>
    /// <param name="order">alpha &gt; 1</param>
    /// <param name="multiplier">z</param>
    /// <param name="rate">q in (0, 1]</param>
    public static double PoissonSampled(double order, double multiplier, double rate)
    {
        var variance = multiplier * multiplier;
        if (rate >= 1.0)
        {
            return Gaussian(order, multiplier);
        }

        // The integrand is at most the sum of bumps at 0 and at alpha. Steps also have to be short against the distance pi z^2 to its next singularity.
        var step = Math.Min(multiplier / StepsPerDeviation, variance / 4.0);
        var from = -Margin * multiplier;
        var count = (int)Math.Ceiling((order + (2.0 * Margin * multiplier)) / step);
        var (stays, takesPart) = (Math.Log(1.0 - rate), Math.Log(rate));
        var sum = double.NegativeInfinity;
        for (var i = 0; i <= count; i++)
        {
            var x = from + (i * step);
            var ratio = LogAdd(stays, takesPart + (((2.0 * x) - 1.0) / (2.0 * variance)));
            sum = LogAdd(sum, (order * ratio) - (x * x / (2.0 * variance)));
        }

        var expectation = sum + Math.Log(step / (multiplier * Math.Sqrt(2.0 * Math.PI)));
        return Math.Max(0.0, expectation / (order - 1.0));
    }

    /// <summary>
    /// A share g of the units takes part, drawn without replacement; neighbours differ in one unit's data (Wang, Balle and Kasiviswanathan 2019, arXiv
    /// 1808.00087, theorem 9, for a mechanism without a bound): an upper bound, and never more than without sampling.
    /// </summary>
    /// <param name="order">alpha, whole, at least 2</param>
    /// <param name="multiplier">z of one unit's exchange for another: half of what it is for a unit that goes</param>
    /// <param name="share">g in (0, 1]</param>
    public static double FixedSizeSampled(int order, double multiplier, double share)
    {
        var plain = Gaussian(order, multiplier);
        var logShare = Math.Log(share);
        var second = Gaussian(2, multiplier);
        var pair = (2.0 * logShare) + SpecialFunctions.BinomialLn(order, 2)
            + Math.Min(Math.Log(4.0) + LogExpMinusOne(second), Math.Log(2.0) + second);
        var sum = LogAdd(0.0, pair);
        for (var j = 3; j <= order; j++)
        {
            sum = LogAdd(sum, Math.Log(2.0) + (j * logShare) + SpecialFunctions.BinomialLn(order, j) + ((j - 1) * Gaussian(j, multiplier)));
        }

        return Math.Min(plain, sum / (order - 1.0));
    }

    private static double LogExpMinusOne(double x) => x > 30.0 ? x + double.LogP1(-Math.Exp(-x)) : Math.Log(Math.Exp(x) - 1.0);

    private static double LogAdd(double a, double b)
    {
        var (low, high) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + double.LogP1(Math.Exp(low - high));
    }
}
