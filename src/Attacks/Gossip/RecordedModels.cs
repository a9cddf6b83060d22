using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Gossip;
using Federated.Learning.Recording;

namespace Federated.Attacks.Gossip;

/// <summary>The models that nodes of a gossip run sent each other, as far as they were recorded, and what follows for whoever has all of them.</summary>
/// <param name="transcript">of a gossip run</param>
internal sealed class RecordedModels(Transcript transcript)
{
    private const double Tolerance = 1e-9;

    /// <summary>Refuses runs of which messages are no models.</summary>
    /// <exception cref="InputException">The run has a server, or nodes send something else.</exception>
    public void Require()
    {
        if (transcript.Experiment.Algorithm is not GossipAlgorithmOptions options)
        {
            throw new InputException($"{transcript.Folder}: a run of the {transcript.Family} family has no neighbours; expected one without a server");
        }

        if (!options.Create<float>(transcript.Experiment.Seed).MixesModels)
        {
            throw new InputException($"{transcript.Folder}: nodes of {options.Name} do not send the models that they trained; expected dfedavg, dfedavgm, dfedsam or dfedsam-mgs");
        }
    }

    /// <summary>The line of a message.</summary>
    /// <exception cref="InputException">It was not recorded.</exception>
    public MessageLine Message(int round, int node, int step) => Find(round, node, step)
        ?? throw new InputException($"{transcript.Folder}: what node {node} sent in step {step} of round {round} was not recorded; expected a run with record: true");

    /// <summary>The model in a message, length d.</summary>
    public float[] Vector(MessageLine line) => transcript.Vector(line, GossipAlgorithm<float>.Message);

    /// <summary>Models of messages, summed with coefficients.</summary>
    /// <exception cref="InputException">One was not recorded.</exception>
    public float[] Mix(int round, IEnumerable<(int Node, int Step, double Coefficient)> messages)
    {
        var sum = new double[transcript.Index.Dimension];
        foreach (var (node, step, coefficient) in messages)
        {
            var vector = Vector(Message(round, node, step));
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += coefficient * vector[j];
            }
        }

        return [.. sum.Select(value => (float)value)];
    }

    /// <summary>Where a node started a round: the model that mixing left it with after the round before, length d; null where not all of it was recorded.</summary>
    public float[]? Start(int round, int node)
    {
        if (round == 1)
        {
            return transcript.InitialModel();
        }

        return Page(round - 1) is { } page && StartOf(page, round, node) is { } messages ? Mix(round - 1, messages) : null;
    }

    /// <summary>What a node's training of a round did, for whoever has all messages.</summary>
    /// <exception cref="InputException">Not all of it was recorded, see <see cref="IsWhole"/>.</exception>
    public LocalTraining Training(int round, int node)
    {
        var start = Start(round, node) ?? throw new InputException($"{transcript.Folder}: where node {node} started round {round} was not recorded; expected a run with record: true");
        var sent = Message(round, node, step: 1);
        return LocalTraining.Between(sent, start, Vector(sent));
    }

    /// <summary>
    /// Whether it is known what every node's training of a round did, and the mean of what nodes trained is the mean of their models after the round: the
    /// columns of W sum to 1.
    /// </summary>
    public bool IsWhole(int round)
    {
        if (Page(round) is not { } page)
        {
            return false;
        }

        var columns = new double[page.Rows.Count];
        foreach (var row in page.Rows)
        {
            columns[row.Node] += row.Self;
            for (var k = 0; k < row.Sources.Length; k++)
            {
                columns[row.Sources[k]] += row.Weights[k];
            }
        }

        return columns.All(sum => Math.Abs(sum - 1.0) <= Tolerance)
            && page.Rows.All(row => Find(round, row.Node, step: 1) is not null)
            && (round == 1 || (Page(round - 1) is { } before && page.Rows.All(row => StartOf(before, round, row.Node) is not null)));
    }

    /// <summary>Messages of the round before, of the page given, that make a node's start; null where one was not recorded.</summary>
    private IReadOnlyList<(int Node, int Step, double Coefficient)>? StartOf(MixingPage before, int round, int node)
    {
        var messages = MixedStart.Exact(before, node).Seen;
        return messages.Any(message => Find(round - 1, message.Node, message.Step) is null) ? null : messages;
    }

    /// <summary>The weights of a round; null: not recorded.</summary>
    private MixingPage? Page(int round) => transcript.Of(round).Any(line => line.Kind == MessageKind.Weights) ? transcript.Weights(round) : null;

    private MessageLine? Find(int round, int node, int step) =>
        transcript.Of(round).SingleOrDefault(line => line.Kind == MessageKind.Model && line.From == node && line.Step == step);
}
