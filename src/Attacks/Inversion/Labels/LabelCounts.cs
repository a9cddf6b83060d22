using Federated.Learning;

namespace Federated.Attacks.Inversion.Labels;

/// <summary>
/// Class counts of a whole local training (Dimitrov et al. 2022): n_c = N p_c - N dW_c / (O S), where dW_c is the row sum of (w0 - wT) / lr of the last layer and
/// p_c and O, measured on dummy samples at w0 and at wT, are interpolated over the S steps and averaged.
/// </summary>
internal static class LabelCounts
{
    private const int Batch = 100;
    private const int Batches = 30;

    /// <summary>Recovers counts.</summary>
    /// <param name="observation">with the client's training</param>
    /// <param name="seed">of the dummy samples</param>
    /// <param name="stop">ends it early</param>
    /// <returns>one count for each class, none negative; they sum to N</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int[] Recover(Observation observation, ulong seed, CancellationToken stop)
    {
        if (observation.Training is not { } training || observation.LearningRate is not { } rate)
        {
            throw new InputException($"attack.labels: counts needs the client's training and learning rate; expected --threat {ThreatModel.C} or a later letter, or other labels");
        }

        var after = new float[observation.Dimension];
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = observation.Before[i] - observation.Step[i];
        }

        using var measurements = new DummyMeasurements(observation.Network, Batch, seed);
        var start = measurements.Activity(observation.Before, Batches, stop);
        var end = measurements.Activity(after, Batches, stop);
        var sums = LastLayer.Of(observation.Network, observation.Step).RowSums;
        var (n, steps) = (observation.Samples, training.PlannedSteps(observation.Samples));
        var counts = new double[sums.Length];
        for (var s = 0; s < steps; s++)
        {
            var t = steps == 1 ? 0.0 : s / (steps - 1.0);
            var activation = Between(start.Activation, end.Activation, t);
            for (var c = 0; c < counts.Length; c++)
            {
                var p = Between(start.Probabilities[c], end.Probabilities[c], t);
                counts[c] += ((n * p) - (n * sums[c] / (rate * activation * steps))) / steps;
            }
        }

        return Whole(counts, n);
    }

    /// <summary>Whole counts that sum to n: floors, then one more for the largest fractions.</summary>
    /// <param name="counts">estimates; what is negative counts as 0</param>
    /// <param name="n">sum of the result</param>
    public static int[] Whole(double[] counts, int n)
    {
        var positive = counts.Select(count => double.IsFinite(count) ? Math.Max(0.0, count) : 0.0).ToArray();
        var sum = positive.Sum();
        if (sum > 0.0)
        {
            positive = [.. positive.Select(count => count * n / sum)];
        }

        var whole = positive.Select(count => (int)Math.Floor(count)).ToArray();
        var byFraction = Enumerable.Range(0, whole.Length).OrderByDescending(c => positive[c] - whole[c]).ToArray();
        for (var i = 0; whole.Sum() < n; i++)
        {
            whole[byFraction[i % whole.Length]]++;
        }

        return whole;
    }

    /// <summary>Each class as often as it is counted, in ascending order.</summary>
    public static int[] Listed(int[] counts) => [.. counts.SelectMany((count, c) => Enumerable.Repeat(c, count))];

    private static double Between(double a, double b, double t) => ((1.0 - t) * a) + (t * b);
}
