using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Gossip;

/// <summary>
/// What one node learns of another's training. Its first message of a round is its trained model z; where it started, the model that mixing left it
/// with after the round before, is never sent. An observer works it out of the messages that it has received and sent, see <see cref="MixedStart"/>.
/// </summary>
/// <param name="transcript">of a gossip run</param>
/// <param name="observer">the node that looks</param>
public sealed class NeighbourView(Transcript transcript, int observer)
{
    /// <summary>Rounding of a float32, relative.</summary>
    private const double Unit = 1.0 / (1 << 24);

    /// <summary>Below this residual a start follows from what was seen.</summary>
    private const double Exact = 1e-4;

    private readonly RecordedModels _models = new(transcript);

    /// <summary>What it sees of a neighbour's round.</summary>
    /// <param name="round">1-based</param>
    /// <param name="node">the neighbour</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of the samples, when the operator lets the adversary know them</param>
    /// <exception cref="InputException">The node is no neighbour in this round, a message was not recorded, or messages are no models.</exception>
    public NeighbourObservation Observe(int round, int node, ThreatModel threat, int[]? labels = null)
    {
        _models.Require();
        var sent = _models.Message(round, node, step: 1);
        if (node == observer || !sent.To!.Contains(observer))
        {
            throw new InputException(
                $"{transcript.Folder}: node {observer} receives nothing from node {node} in round {round}; expected one of those it hears: {string.Join(", ", transcript.Weights(round).Rows[observer].Sources)}");
        }

        var trained = _models.Vector(sent);
        var (start, residual) = round == 1 ? (transcript.InitialModel(), 0.0) : Estimate(round - 1, node);
        var steps = residual < Exact && sent.Samples is { } samples ? transcript.Experiment.Local.PlannedSteps(samples) : (int?)null;
        var training = LocalTraining.Between(sent with { Steps = steps }, start, trained);
        var (error, update) = round == 1 ? ((double?)0.0, (double?)FlatVector.Norm<float>(training.Step)) : StartError(round, node, trained, start);
        return new NeighbourObservation(Observations.OfNode(transcript, training, threat, labels), residual, error, update);
    }

    private (float[] Start, double Residual) Estimate(int round, int node)
    {
        // A graph may change from round to round: the node need not have been heard then, and who has no receivers sends nothing.
        var page = transcript.Weights(round);
        int[] heard = [.. page.Rows[observer].Sources.Append(observer).Where(other => page.Rows.Any(row => row.Sources.Contains(other))).Order()];
        if (heard.Length == 0)
        {
            throw new InputException($"{transcript.Folder}: node {observer} heard nothing in round {round}, so that it does not know where others started the next one; expected another round");
        }

        var start = MixedStart.Of(page, node, heard, heard.Contains(node) ? node : heard[0], Rounding(round, heard));
        return (_models.Mix(round, start.Seen), start.Residual);
    }

    /// <summary>Variance of rounding over the variance between nodes, as far as they are heard.</summary>
    private double Rounding(int round, IEnumerable<int> heard)
    {
        float[][] models = [.. heard.Select(other => _models.Vector(_models.Message(round, other, step: 1)))];
        var mean = new double[models[0].Length];
        foreach (var model in models)
        {
            FlatVector.Accumulate<float>(mean, model);
        }

        for (var j = 0; j < mean.Length; j++)
        {
            mean[j] /= models.Length;
        }

        var between = models.Sum(model => FlatVector.SquaredDistance<float>(mean, model)) / models.Length;
        var size = mean.Sum(value => value * value);
        return between > 0.0 ? Math.Max(size * Unit * Unit / between, Unit * Unit) : 1.0;
    }

    /// <summary>How far the estimate is off, for whoever has all messages.</summary>
    private (double? Error, double? Update) StartError(int round, int node, float[] trained, float[] start)
    {
        if (_models.Start(round, node) is not { } x)
        {
            return (null, null);
        }

        var (error, update) = (new float[x.Length], new float[x.Length]);
        FlatVector.Combine<float>(error, 1.0, start, -1.0, x);
        FlatVector.Combine<float>(update, 1.0, x, -1.0, trained);
        var length = FlatVector.Norm<float>(update);
        return (FlatVector.Norm<float>(error) / length, length);
    }
}
