using System.Text.Json;
using Federated.Learning;
using Federated.Learning.Runs;

namespace Federated.Attacks.Audit;

/// <summary>The privacy loss that a run accounted for itself, round by round.</summary>
internal static class RecordedLoss
{
    /// <summary>Reads it from the run's metrics.</summary>
    /// <param name="runFolder">where the run's files are</param>
    /// <returns>epsilon after each round, against the coordinator where that differs; empty: nothing bounds it</returns>
    /// <exception cref="InputException">The metrics cannot be read.</exception>
    public static IReadOnlyDictionary<int, double> Read(string runFolder)
    {
        var path = Path.Combine(runFolder, RunDirectory.MetricsName);
        try
        {
            return File.Exists(path) ? Parse(MetricsLines.Read(path)) : new Dictionary<int, double>();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new InputException($"{path}: cannot be read ({Printable.Shorten(error.Message, 200)}); expected the metrics of a run", error);
        }
    }

    private static Dictionary<int, double> Parse(MetricsLines lines)
    {
        var losses = new Dictionary<int, double>();
        foreach (var (_, text) in lines.Lines)
        {
            using var metrics = JsonDocument.Parse(text);
            if ((Number(metrics, "epsilon_coordinator") ?? Number(metrics, "epsilon")) is { } epsilon)
            {
                losses[metrics.RootElement.GetProperty("round").GetInt32()] = epsilon;
            }
        }

        return losses;
    }

    private static double? Number(JsonDocument metrics, string name) =>
        metrics.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
