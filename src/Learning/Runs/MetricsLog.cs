using System.Text.Json;
using Federated.Learning.Files;
using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>metrics.jsonl: a line is appended, and handed to the operating system, when its round is over.</summary>
public sealed class MetricsLog : IDisposable
{
    private readonly Stream _file;
    private readonly string _name;

    /// <summary>Opens the log, keeping the first rounds of what is there.</summary>
    /// <param name="path">the file</param>
    /// <param name="rounds">rounds to keep; lines after them belong to rounds that will be computed again</param>
    /// <param name="totals">receives the rounds that are kept</param>
    /// <exception cref="InputException">A line that should be kept is damaged.</exception>
    public MetricsLog(string path, int rounds, RunTotals totals)
        : this(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0), path, rounds, totals)
    {
    }

    /// <param name="file">seekable and not buffered; disposed with the log, also when this fails</param>
    /// <param name="name">what messages call it</param>
    /// <param name="rounds">rounds to keep</param>
    /// <param name="totals">receives the rounds that are kept</param>
    internal MetricsLog(Stream file, string name, int rounds, RunTotals totals)
    {
        (_file, _name) = (file, name);
        try
        {
            var kept = 0;
            WholeLines.Keep(_file, line => kept < rounds && Add(line));

            bool Add(string line)
            {
                var metrics = Parse(line, kept + 1);
                totals.Add(metrics);
                kept = metrics.Round;
                return true;
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a round: the whole line or, on a full disk, nothing of it.</summary>
    public void Append(RoundMetrics metrics) => WholeLines.Append(_file, JsonSerializer.Serialize<object>(metrics, RunJson.Line) + "\n");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private RoundMetrics Parse(string line, int round)
    {
        try
        {
            if (JsonSerializer.Deserialize<RoundMetrics>(line, RunJson.Line) is { } metrics)
            {
                return metrics;
            }
        }
        catch (JsonException)
        {
            // Said below, in the same words.
        }

        throw new InputException($"{_name}:{round}: damaged; expected the figures of round {round} as fed wrote them");
    }
}
