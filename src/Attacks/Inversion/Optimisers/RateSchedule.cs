namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>The factor on the learning rate in each iteration.</summary>
internal static class RateSchedule
{
    private const int WarmUp = 50;

    /// <summary>Divisors of the number of iterations after which the rate falls by 10, as published: 3/8, 5/8 and 7/8 but for rounding.</summary>
    private static readonly double[] _divisors = [2.667, 1.6, 1.142];

    /// <summary>The factor.</summary>
    /// <param name="options">kind of decay and number of iterations</param>
    /// <param name="iteration">0-based</param>
    public static double Factor(InversionOptions options, int iteration) => options.Decay switch
    {
        RateDecay.Steps => Math.Pow(0.1, _divisors.Count(divisor => iteration >= Math.Floor(options.Iterations / divisor))),
        RateDecay.Cosine when iteration < WarmUp => (iteration + 1.0) / WarmUp,
        RateDecay.Cosine => 0.5 * (1.0 + Math.Cos(Math.PI * (iteration - WarmUp) / Math.Max(1, options.Iterations - WarmUp))),
        RateDecay.Exponential => Math.Pow(options.Dlfa.Decay, iteration / options.Dlfa.DecayEvery),
        _ => 1.0,
    };
}
