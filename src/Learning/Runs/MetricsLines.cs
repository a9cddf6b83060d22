using System.Text.Json;

namespace Federated.Learning.Runs;

/// <summary>The lines of <c>metrics.jsonl</c> for whoever reads a run, which may still be going on or have been killed.</summary>
/// <param name="Lines">one JSON object each, unless the file is damaged, with their numbers in the file from 1</param>
/// <param name="IsCutOff">whether a last line was left out that was cut off while it was written</param>
public sealed record MetricsLines(IReadOnlyList<(int Number, string Text)> Lines, bool IsCutOff)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static MetricsLines Read(string path)
    {
        var lines = File.ReadLines(path).Select((text, i) => (Number: i + 1, Text: text)).Where(line => !string.IsNullOrWhiteSpace(line.Text)).ToList();
        var isCutOff = lines.Count > 0 && !IsWhole(lines[^1].Text);
        return new MetricsLines(isCutOff ? lines[..^1] : lines, isCutOff);
    }

    private static bool IsWhole(string line)
    {
        try
        {
            JsonDocument.Parse(line).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
