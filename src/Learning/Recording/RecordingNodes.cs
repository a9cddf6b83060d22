using System.Numerics;
using System.Text.Json;
using Federated.Learning.Files;
using Federated.Learning.Gossip;
using Federated.Learning.Parameters;
using Federated.Learning.Runs;

namespace Federated.Learning.Recording;

/// <summary>
/// Nodes, wherever they are, whose messages are written down. The port tells what they send in the first gossip step; what they send in the
/// following ones is mixed from it here, to the same bits, so that it need not pass the port.
/// </summary>
/// <param name="nodes">who trains and gossips</param>
/// <param name="recording">where and who</param>
/// <param name="mixer">mixes as the nodes do</param>
internal sealed class RecordingNodes<T>(INodePort<T> nodes, RunRecording<T> recording, Mixer<T> mixer) : INodePort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public GossipOutcome Run(EngineRound<T> round, NodeStates<T> states, CancellationToken cancellation)
    {
        recording.Begin(round.Number);
        if (!recording.Options.Includes(round.Number))
        {
            return nodes.Run(round, states, cancellation);
        }

        GossipOutcome? outcome = null;
        recording.Record(round.Number, () =>
        {
            var lines = new List<MessageLine>();
            outcome = nodes.Run(round with { Sending = (schedule, messages) => lines.AddRange(Write(round, schedule, messages)) }, states, cancellation);
            return lines;
        });
        return outcome!;
    }

    private IEnumerable<MessageLine> Write(EngineRound<T> round, GossipSchedule schedule, T[][] first)
    {
        var file = TranscriptFolder.Weights(round.Number);
        WholeFile.Write(recording.Folder.PathOf(file), stream => JsonSerializer.Serialize(stream, MixingPage.Of(schedule), RunJson.Line));
        yield return new MessageLine { Round = round.Number, Kind = MessageKind.Weights, File = file };

        for (var q = 1; q <= schedule.Steps; q++)
        {
            // From the first message each time: steps that extrapolate need the one before the last.
            var messages = q == 1 ? first : [.. first.Select(message => (T[])message.Clone())];
            if (q > 1)
            {
                mixer.Mix(schedule with { Steps = q - 1 }, messages);
            }

            foreach (var node in recording.Options.Of([.. Enumerable.Range(0, messages.Length)]))
            {
                int[] receivers = [.. Enumerable.Range(0, messages.Length).Where(other => schedule.W.Graph.Has(other, node))];
                if (receivers.Length > 0)
                {
                    yield return Write(round, q, node, receivers, messages[node]);
                }
            }
        }
    }

    private unsafe MessageLine Write(EngineRound<T> round, int step, int node, int[] receivers, T[] message)
    {
        var file = TranscriptFolder.Model(round.Number, step, node);
        Directory.CreateDirectory(Path.GetDirectoryName(recording.Folder.PathOf(file))!);
        VectorFile.Write<T>(recording.Folder.PathOf(file), recording.Vectors.Up, message);
        return new MessageLine
        {
            Round = round.Number,
            Kind = MessageKind.Model,
            Step = step,
            From = node,
            To = receivers,
            File = file,
            Bytes = (long)message.Length * sizeof(T),
            LearningRate = round.LearningRate,
            Samples = recording.SamplesOf(node),
        };
    }
}
