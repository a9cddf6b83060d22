using System.Collections.Concurrent;
using System.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Recording;

/// <summary>Writes the updates of some clients on the threads that deliver them, none is kept, and passes all on.</summary>
/// <param name="recording">where and who</param>
/// <param name="round">1-based</param>
/// <param name="clients">who is recorded</param>
/// <param name="next">takes the updates</param>
internal sealed class RecordingSink<T>(RunRecording<T> recording, int round, IReadOnlySet<int> clients, IUpdateSink<T> next) : IUpdateSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConcurrentBag<MessageLine> _lines = [];

    /// <summary>What came, in order of the clients' ids.</summary>
    public IEnumerable<MessageLine> Lines => _lines.OrderBy(line => line.From);

    /// <inheritdoc/>
    public void Add(int position, in ClientUpdate<T> update)
    {
        if (clients.Contains(update.Client))
        {
            _lines.Add(Write(update));
        }

        next.Add(position, update);
    }

    /// <inheritdoc/>
    public void Drop(int position, int client) => next.Drop(position, client);

    private unsafe MessageLine Write(in ClientUpdate<T> update)
    {
        var file = TranscriptFolder.Up(round, update.Client);
        VectorFile.Write(recording.Folder.PathOf(file), recording.Vectors.Up, update.Vectors);
        return new MessageLine
        {
            Round = round,
            Kind = MessageKind.Up,
            From = update.Client,
            File = file,
            Bytes = (long)update.Vectors.Length * sizeof(T),
            Steps = update.Steps,
            NominalSteps = update.NominalSteps,
            Samples = recording.Samples(update),
            MeanLoss = update.MeanLoss,
            Finite = update.IsFinite,
        };
    }
}
