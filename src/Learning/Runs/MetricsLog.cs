using System.Text;
using System.Text.Json;
using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>metrics.jsonl: a line is appended, and handed to the operating system, when its round is over.</summary>
public sealed class MetricsLog : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Opens the log, keeping the first rounds of what is there.</summary>
    /// <param name="path">the file</param>
    /// <param name="rounds">rounds to keep; lines after them belong to rounds that will be computed again</param>
    /// <param name="totals">receives the rounds that are kept</param>
    public MetricsLog(string path, int rounds, RunTotals totals)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _file.SetLength(Keep(rounds, totals));
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>Appends a round.</summary>
    public void Append(RoundMetrics metrics)
    {
        _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(metrics, RunJson.Line) + "\n"));
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long Keep(int rounds, RunTotals totals)
    {
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        var length = 0L;
        for (var round = 1; round <= rounds && reader.ReadLine() is { } line; round++)
        {
            totals.Add(JsonSerializer.Deserialize<RoundMetrics>(line, RunJson.Line)
                ?? throw new InputException($"{_file.Name}:{round}: expected the figures of a round"));
            length += Encoding.UTF8.GetByteCount(line) + 1;
        }

        return Math.Min(length, _file.Length);
    }
}
