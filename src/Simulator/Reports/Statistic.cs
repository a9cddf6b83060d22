namespace Federated.Simulator.Reports;

/// <summary>Mean and spread over seeds.</summary>
/// <param name="Mean">arithmetic mean</param>
/// <param name="Deviation">sample standard deviation (n - 1 in the denominator); null for one value</param>
/// <param name="Count">number of values</param>
public sealed record Statistic(double Mean, double? Deviation, int Count)
{
    /// <summary>Statistic of the values that are there; null when none is.</summary>
    public static Statistic? Of(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var mean = known.Average();
        double? deviation = known.Length == 1 ? null : Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1));
        return new Statistic(mean, deviation, known.Length);
    }
}
