namespace Federated.Simulator.Reports;

/// <summary>Sums of numbers that may not have been measured.</summary>
internal static class Sums
{
    /// <summary>Sum over all items; null when an item has no number, because what the others add up to is no total.</summary>
    public static double? SumOrNull<T>(this IReadOnlyCollection<T> items, Func<T, double?> value) =>
        items.Aggregate((double?)0, (sum, item) => sum + value(item));
}
