using Federated.Learning;
using Federated.Learning.Experiments.Binding;

namespace Federated.Attacks.Inversion.Labels;

/// <summary>Finds the labels that an attack fixes, by the strategy that its options name.</summary>
internal static class LabelRecovery
{
    /// <summary>The labels, or null where they are to be optimised with the samples.</summary>
    /// <param name="attack">its name</param>
    /// <param name="observation">what the adversary sees</param>
    /// <param name="options">strategy and seed</param>
    /// <param name="stop">ends it early</param>
    /// <exception cref="InputException">The observation does not hold what the strategy needs.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int[]? Resolve(string attack, Observation observation, InversionOptions options, CancellationToken stop)
    {
        var strategy = options.Labels is LabelStrategy.Auto ? Chosen(attack, observation) : options.Labels;
        if (strategy is LabelStrategy.Joint)
        {
            return null;
        }

        if (strategy is LabelStrategy.Known)
        {
            return Known(attack, observation);
        }

        var n = observation.Samples;
        var layer = LastLayer.Of(observation.Network, observation.Step);
        RefuseWhatIsMissing(strategy, layer, n);
        var labels = strategy switch
        {
            LabelStrategy.Idlg => LabelRules.Idlg(layer),
            LabelStrategy.Analytic => LabelRules.Analytic(layer, n),
            LabelStrategy.Yin => LabelRules.Yin(layer, n),
            LabelStrategy.BiasCorrected => LabelRules.BiasCorrected(layer, n),
            LabelStrategy.WainakhSimple => LabelRules.WainakhSimple(layer, n),
            LabelStrategy.WainakhWhitebox => Whitebox(observation, options.Seed),
            _ => LabelCounts.Listed(LabelCounts.Recover(observation, options.Seed, stop)),
        };
        return labels.Length == n
            ? labels
            : throw new InputException(
                $"attack.labels: {Name(strategy)} found {labels.Length} classes for {n} samples: some come more than once; expected bias_corrected, wainakh_simple or labels that are known");
    }

    private static LabelStrategy Chosen(string attack, Observation observation)
    {
        if (observation.Labels is not null)
        {
            return LabelStrategy.Known;
        }

        if (observation.Samples == 1)
        {
            return LabelStrategy.Idlg;
        }

        if (observation.GradientScale is not null)
        {
            return LabelStrategy.BiasCorrected;
        }

        return observation is { Training: not null, LearningRate: not null }
            ? LabelStrategy.Counts
            : throw new InputException(
                $"{attack}: the labels of {observation.Samples} samples cannot be read from several steps of unknown size; "
                + "expected known labels, or labels: bias_corrected for a guess");
    }

    private static int[] Known(string attack, Observation observation)
    {
        var labels = observation.Labels ?? throw new InputException($"{attack}: labels: known, but this adversary was not told the labels; expected another strategy");
        return labels.Length == observation.Samples && labels.All(label => label >= 0 && label < observation.Network.Classes)
            ? labels
            : throw new InputException(
                $"{attack}: {labels.Length} labels for {observation.Samples} samples; expected one for each, in [0, {observation.Network.Classes - 1}]");
    }

    private static void RefuseWhatIsMissing(LabelStrategy strategy, LastLayer layer, int n)
    {
        if (layer.IsZero)
        {
            throw new InputException("attack.labels: the last layer's update is zero, a defence removed it: no label can be read from it; expected labels to be known");
        }

        if (strategy is LabelStrategy.Idlg && n > 1)
        {
            throw new InputException($"attack.labels: idlg reads the label of one sample, not of {n}; expected bias_corrected, wainakh_simple, yin or analytic");
        }

        if (strategy is LabelStrategy.Analytic or LabelStrategy.BiasCorrected && !layer.HasBias)
        {
            throw new InputException($"attack.labels: {Name(strategy)} needs the last bias, which a defence removed; expected wainakh_simple or yin");
        }
    }

    private static int[] Whitebox(Observation observation, ulong seed)
    {
        var scale = observation.GradientScale
            ?? throw new InputException("attack.labels: wainakh_whitebox needs the gradient of one step and its scale; expected wainakh_simple, or counts");
        using var measurements = new DummyMeasurements(observation.Network, observation.Samples, seed);
        var (impact, offsets) = measurements.Impacts(observation.Before);
        float[] gradient = [.. observation.Step.Select(u => (float)(u / scale))];
        return LabelRules.WainakhWhitebox(LastLayer.Of(observation.Network, gradient), observation.Samples, impact, offsets);
    }

    private static string Name(LabelStrategy strategy) => KeyNames.FromCode(strategy.ToString());
}
