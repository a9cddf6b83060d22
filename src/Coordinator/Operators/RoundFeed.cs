using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Protocol;

namespace Federated.Coordinator.Operators;

/// <summary>How a run goes on, for whoever looks: the newest round, and all of them from metrics.jsonl, where they are anyway.</summary>
/// <param name="path">metrics.jsonl</param>
internal sealed class RoundFeed(string path)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How the run began; null: it has not yet.</summary>
    public RunStart? Start { get; private set; }

    /// <summary>Rounds that are over.</summary>
    public int Rounds { get; private set; }

    /// <summary>Figures of the newest, a line of JSON; empty: there is none yet.</summary>
    public string Newest { get; private set; } = "";

    /// <summary>Rounds begin.</summary>
    public void Begin(RunStart start)
    {
        lock (_lock)
        {
            (Start, Rounds) = (start, start.RoundsDone);
        }
    }

    /// <summary>A round is over; its line is in the file.</summary>
    public void Add(RoundMetrics metrics)
    {
        lock (_lock)
        {
            (Rounds, Newest) = (metrics.Round, JsonSerializer.Serialize<object>(metrics, RunJson.Line));
            _first.TrySetResult();
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Every round from one on, those that are over and those to come, until it is cancelled.</summary>
    /// <param name="from">the first round</param>
    /// <param name="end">when no more rounds come; those that are over are still handed out</param>
    public async IAsyncEnumerable<RoundFigures> Follow(int from, [EnumeratorCancellation] CancellationToken end)
    {
        // Before, the file may have rounds of an earlier start, which are cut off.
        await _first.Task.WaitAsync(end);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        for (var last = int.MinValue; ;)
        {
            // Taken before the file is read: a round that ends meanwhile is not slept through.
            var (next, rounds) = Look();
            while (last < rounds && await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                last = RoundOf(line);
                if (last >= from)
                {
                    yield return new RoundFigures { Round = last, Json = line };
                }
            }

            await next.WaitAsync(end);
        }
    }

    private (Task Next, int Rounds) Look()
    {
        lock (_lock)
        {
            return (_next.Task, Rounds);
        }
    }

    private static int RoundOf(string line)
    {
        using var figures = JsonDocument.Parse(line);
        return figures.RootElement.GetProperty("round").GetInt32();
    }
}
