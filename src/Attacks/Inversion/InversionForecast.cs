using Federated.Attacks.Audit;
using Federated.Attacks.Inversion.Labels;
using Federated.Learning;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion;

/// <summary>
/// Says beforehand when an attack will come to nothing, from the observation alone. Rules of thumb: each threshold is where the published or our own
/// measurements (docs/results/attacks.md) lose the images, not a bound.
/// </summary>
public static class InversionForecast
{
    /// <summary>Samples of an update above which they blend.</summary>
    internal const int TooManySamples = 64;

    private const int ManySamples = 8;
    private const int ManyUnrolledSteps = 20;
    private const int TooManyUnrolledSteps = 200;

    /// <summary>lr T from which the path is no longer near its chord.</summary>
    private const double LongPath = 1.0;

    private const double TooLongPath = 20.0;

    /// <summary>1 - mean probability of the true classes below which a model counts as trained on these samples.</summary>
    private const double Confident = 0.02;

    /// <summary>The outlook of an attack; the first reason found that is bad enough.</summary>
    /// <param name="attack">which attack</param>
    /// <param name="observation">what its adversary sees</param>
    public static Forecast Of(IInversion attack, Observation observation)
    {
        Forecast[] reasons = [.. Reasons(attack, observation)];
        return reasons.OrderByDescending(reason => reason.Outlook).FirstOrDefault() ?? new Forecast(Outlook.Open, "few samples, few steps, and a model that still learns from them");
    }

    private static IEnumerable<Forecast> Reasons(IInversion attack, Observation observation)
    {
        if (FlatVector.Norm<float>(observation.Step) == 0.0)
        {
            yield return new Forecast(Outlook.Hopeless, "the update is zero");
            yield break;
        }

        if (Doubt(observation) is { } doubt && doubt < Confident)
        {
            yield return new Forecast(
                Outlook.Hopeless,
                $"the model is {1.0 - doubt:P1} sure of these samples already: what is left of their gradient is too small to be told from rounding. Earlier rounds say more");
        }

        var n = observation.Samples;
        if (attack.Name == "analytic")
        {
            yield return Analytic(observation);
        }
        else if (n > TooManySamples)
        {
            yield return new Forecast(Outlook.Hopeless, $"{n} samples in one update: their gradients blend, and images are no longer told apart");
        }
        else if (n > ManySamples)
        {
            yield return new Forecast(Outlook.Doubtful, $"{n} samples in one update blend, those of one class most: outlines at best");
        }

        foreach (var reason in attack.Defaults.Optimizer is InversionOptimizer.Lbfgs ? Smooth(observation) : Steps(attack, observation))
        {
            yield return reason;
        }
    }

    private static Forecast Analytic(Observation observation) => observation.Network is not SequentialNetwork { Stack: [LayerSpec.Flatten, LayerSpec.Linear, ..] }
        ? new Forecast(Outlook.Hopeless, $"{observation.Network.Name} has no linear layer at its input")
        : observation.Samples == 1
            ? new Forecast(Outlook.Open, "one sample and a linear first layer: exact")
            : new Forecast(Outlook.Doubtful, $"every row of the first layer mixes {observation.Samples} samples");

    /// <summary>What L-BFGS on |g - g*|^2 needs.</summary>
    private static IEnumerable<Forecast> Smooth(Observation observation)
    {
        if (observation.GradientScale is null)
        {
            yield return new Forecast(Outlook.Hopeless, "the update is of several steps or of unknown rate: there is no gradient to match; sme is made for it");
        }

        if (observation.Network is SequentialNetwork { Stack: var stack } && stack.Any(layer => layer is LayerSpec.ReLU or LayerSpec.PoolReLU))
        {
            yield return new Forecast(Outlook.Doubtful, "a network with ReLU is not smooth, and L-BFGS is lost in it; ig copes");
        }
    }

    private static IEnumerable<Forecast> Steps(IInversion attack, Observation observation)
    {
        if (observation is not { Training: { } training, LearningRate: { } rate })
        {
            yield break;
        }

        var steps = training.PlannedSteps(observation.Samples);
        if (attack.Threat is ThreatModel.C && steps > ManyUnrolledSteps)
        {
            yield return new Forecast(
                steps > TooManyUnrolledSteps ? Outlook.Hopeless : Outlook.Doubtful, $"{steps} steps are simulated in every iteration, which takes {steps} times as long as sme");
        }

        if (steps * rate > LongPath)
        {
            yield return new Forecast(
                steps * rate > TooLongPath ? Outlook.Hopeless : Outlook.Doubtful, $"{steps} steps of {rate:G3} lead far from where they began: outlines at best");
        }
    }

    /// <summary>1 - mean p of the true classes, from the negative part of the last bias gradient; null where it cannot be told.</summary>
    private static double? Doubt(Observation observation)
    {
        var scale = observation.GradientScale ?? (observation is { Training: { } training, LearningRate: { } rate } ? rate * training.PlannedSteps(observation.Samples) : null);
        try
        {
            var bias = LastLayer.Of(observation.Network, observation.Step).Bias;
            // With several classes in a batch the negative entries are a lower bound: p of other samples' classes is taken off them.
            return scale is null || observation.Samples > observation.Network.Classes || bias.All(value => value == 0f) ? null : -bias.Where(value => value < 0f).Sum(value => (double)value) / scale;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
