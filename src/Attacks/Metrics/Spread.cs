namespace Federated.Attacks.Metrics;

/// <summary>Mean and deviation of a value over images.</summary>
/// <param name="Mean">sum / n</param>
/// <param name="Deviation">sqrt(sum of (value - mean)^2 / n); 0 for one image</param>
public sealed record Spread(double Mean, double Deviation)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
