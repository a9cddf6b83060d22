using System.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Recording;

/// <summary>
/// Under secure aggregation nobody sees a single update: their sum is all that is written. Passes all on. It is added in the order of the cohort,
/// whatever the order of arrival.
/// </summary>
/// <param name="recording">where</param>
/// <param name="task">the round</param>
/// <param name="next">takes the updates</param>
internal sealed class SumRecordingSink<T>(RunRecording<T> recording, RoundTask<T> task, IUpdateSink<T> next) : IUpdateSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CohortSum<T> _sum = new(recording.Vectors.Up, task.Down[0].Length);
    private readonly SortedDictionary<int, (int? Samples, int Steps)> _senders = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Add(int position, in ClientUpdate<T> update)
    {
        _sum.Add(position, update);
        if (update.IsFinite)
        {
            lock (_lock)
            {
                _senders.Add(update.Client, (recording.Samples(update), update.Steps));
            }
        }

        next.Add(position, update);
    }

    /// <inheritdoc/>
    public void Drop(int position, int client)
    {
        _sum.Drop(position, client);
        next.Drop(position, client);
    }

    /// <summary>Writes the sum once all are there.</summary>
    public unsafe MessageLine Write()
    {
        var file = TranscriptFolder.Sum(task.Round);
        var vectors = recording.Vectors.Up.Select(name => KeyValuePair.Create(name, _sum.Total(name))).ToList();
        VectorFile.Write(recording.Folder.PathOf(file), vectors);
        int?[] samples = [.. _senders.Values.Select(sender => sender.Samples)];
        int[] steps = [.. _senders.Values.Select(sender => sender.Steps).Distinct()];
        return new MessageLine
        {
            Round = task.Round,
            Kind = MessageKind.Sum,
            Senders = [.. _senders.Keys],
            File = file,
            Bytes = vectors.Sum(vector => (long)vector.Value.Length * sizeof(T)),
            Steps = steps.Length == 1 ? steps[0] : null,
            SamplesOf = samples.Contains(null) ? null : [.. samples.Select(count => count!.Value)],
        };
    }
}
