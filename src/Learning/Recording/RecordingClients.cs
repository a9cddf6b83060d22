using System.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Recording;

/// <summary>Clients, wherever they are, whose messages are written down as they pass.</summary>
/// <param name="clients">who trains</param>
/// <param name="recording">where and who</param>
internal sealed class RecordingClients<T>(IClientPort<T> clients, RunRecording<T> recording) : IClientPort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Train(RoundTask<T> task, IUpdateSink<T> sink, CancellationToken cancellation)
    {
        recording.Begin(task.Round);
        if (!recording.Options.Includes(task.Round))
        {
            clients.Train(task, sink, cancellation);
            return;
        }

        recording.Record(task.Round, () =>
        {
            var down = Down(task);
            if (recording.ShowsSumsOnly)
            {
                var sum = new SumRecordingSink<T>(recording, task, sink);
                clients.Train(task, sum, cancellation);
                return [down, sum.Write()];
            }

            var recorded = recording.Options.Of(task.Cohort).ToHashSet();
            var up = new RecordingSink<T>(recording, task.Round, recorded, sink);
            clients.Train(task, up, cancellation);
            return [down, .. up.Lines];
        });
    }

    /// <inheritdoc/>
    public void Commit(int round) => clients.Commit(round);

    /// <inheritdoc/>
    public void Save(int round) => clients.Save(round);

    /// <inheritdoc/>
    public void Restore(int round) => clients.Restore(round);

    /// <inheritdoc/>
    public void Prune() => clients.Prune();

    private unsafe MessageLine Down(RoundTask<T> task)
    {
        var file = TranscriptFolder.Down(task.Round);
        VectorFile.Write(recording.Folder.PathOf(file), recording.Vectors.Down.Zip(task.Down, KeyValuePair.Create));
        return new MessageLine
        {
            Round = task.Round,
            Kind = MessageKind.Down,
            To = [.. task.Cohort],
            File = file,
            Bytes = task.Down.Sum(vector => (long)vector.Length * sizeof(T)),
            LearningRate = task.LearningRate,
        };
    }
}
