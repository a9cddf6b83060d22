using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;

namespace Federated.Attacks.Transcripts;

/// <summary>Makes what an adversary sees out of one client's training, or of the sum of several.</summary>
internal static class Observations
{
    /// <summary>Below this part of the largest norm a gradient was not clipped, for certain.</summary>
    private const double CertainlyUnclipped = 0.999;

    /// <summary>The observation.</summary>
    /// <param name="transcript">of the run</param>
    /// <param name="trainings">one or more of one round</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of the samples, when the adversary is told</param>
    public static Observation Of(Transcript transcript, IReadOnlyList<LocalTraining> trainings, ThreatModel threat, int[]? labels)
    {
        var local = transcript.Experiment.Local;
        var first = trainings[0];
        var round = first.Line.Round;
        var step = new float[first.Step.Length];
        foreach (var training in trainings)
        {
            if (!training.Before.AsSpan().SequenceEqual(first.Before))
            {
                throw new InputException($"{transcript.Folder}: clients {first.Line.From} and {training.Line.From} started round {round} from different models, so that the sum of their updates is that of none");
            }

            FlatVector.AddScaled<float>(step, 1.0, training.Step);
        }

        int[] samples = [.. trainings.Select(training => UsedSamples(local, training.Line.Samples))];
        var rate = transcript.Down(round).LearningRate!.Value;
        var isGradient = samples.Distinct().Count() == 1 && trainings.All(training => IsPlainStep(transcript.Experiment, training, rate));
        return Make(transcript, first with { Step = step }, samples, isGradient ? rate * trainings.Count : null, threat, labels);
    }

    /// <summary>The observation of a sum that secure aggregation shows.</summary>
    /// <param name="transcript">of the run</param>
    /// <param name="sum">of one round</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of the samples, when the adversary is told</param>
    public static Observation OfSum(Transcript transcript, LocalTraining sum, ThreatModel threat, int[]? labels)
    {
        var local = transcript.Experiment.Local;
        int[] samples = sum.Line.SamplesOf is { } held
            ? [.. held.Select(count => UsedSamples(local, count))]
            : [.. sum.Line.Senders!.Select(_ => UsedSamples(local, held: null))];
        var rate = transcript.Down(sum.Line.Round).LearningRate!.Value;

        // Of a sum nobody can tell whether one of its parts was clipped.
        var isGradient = samples.Distinct().Count() == 1 && double.IsPositiveInfinity(local.ClipNorm) && IsPlainStep(transcript.Experiment, sum, rate);
        return Make(transcript, sum, samples, isGradient ? rate * samples.Length : null, threat, labels);
    }

    /// <summary>The observation of a node's round by a neighbour.</summary>
    /// <param name="transcript">of the run</param>
    /// <param name="training">its round; the line tells the steps if the start is known for certain</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of the samples, when the adversary is told</param>
    public static Observation OfNode(Transcript transcript, LocalTraining training, ThreatModel threat, int[]? labels)
    {
        var rate = training.Line.LearningRate!.Value;
        int[] samples = [UsedSamples(transcript.Experiment.Local, training.Line.Samples)];
        return Make(transcript, training, samples, IsPlainStep(transcript.Experiment, training, rate) ? rate : null, threat, labels);
    }

    /// <summary>Distinct samples that a client went through in a round.</summary>
    /// <param name="local">batches and steps</param>
    /// <param name="held">n_i; null: not known, it has so many at least as it could go through</param>
    public static int UsedSamples(LocalOptions local, int? held)
    {
        var most = local.Steps is { } steps ? (long)steps * local.BatchSize : int.MaxValue;
        return (int)Math.Min(held ?? int.MaxValue, most);
    }

    private static Observation Make(Transcript transcript, LocalTraining training, int[] samples, double? scale, ThreatModel threat, int[]? labels)
    {
        var total = samples.Sum();
        if (labels is not null && labels.Length != total)
        {
            throw new InputException($"{transcript.Folder}: {labels.Length} labels are given of {total} samples; expected one for each");
        }

        return new Observation
        {
            Network = transcript.Network,
            Before = training.Before,
            Step = training.Step,
            GradientScale = scale,
            Samples = total,
            Clients = samples.Length,
            Threat = threat,
            Training = threat >= ThreatModel.C ? transcript.Experiment.Local : null,
            LearningRate = threat >= ThreatModel.C ? training.Line.LearningRate ?? transcript.Down(training.Line.Round).LearningRate : null,
            Labels = labels,
            Normalisation = transcript.Normalisation,
        };
    }

    /// <summary>Whether the update is eta g, the gradient of one batch as it is. A clipped one has lost its length, weight decay adds another direction.</summary>
    private static bool IsPlainStep(Experiment experiment, LocalTraining training, double rate)
    {
        var local = experiment.Local;
        var clips = double.IsFinite(local.ClipNorm);
        var isSgd = experiment.Algorithm switch
        {
            FedAvgOptions or FedAdamOptions or FedSamOptions { Rho: 0.0 } or DFedAvgOptions => true,
            FedProxOptions prox => !clips || prox.ClipMode != ClipMode.Official,
            _ => false,
        };
        var norm = FlatVector.Norm<float>(training.Step);
        var isShortened = experiment.Privacy?.OfUpdates.OfType<ClipOptions>().Any(clip => norm >= CertainlyUnclipped * clip.Norm) == true;
        return isSgd
            && !isShortened
            && training.Line.Steps == 1
            && local.WeightDecay == 0.0
            && (!clips || norm < CertainlyUnclipped * rate * local.ClipNorm);
    }
}
