namespace Federated.Attacks.Metrics;

/// <summary>How many of a batch's labels an attack recovered, whatever their order.</summary>
public static class LabelAccuracy
{
    /// <summary>Overlap of two multisets as a share of the larger one: for equal sizes 1 - (1/2N) sum_c |n_recovered(c) - n_true(c)|.</summary>
    /// <param name="recovered">labels that the attack gave</param>
    /// <param name="truth">labels of the batch, at least one</param>
    public static double Of(ReadOnlySpan<int> recovered, ReadOnlySpan<int> truth)
    {
        ArgumentOutOfRangeException.ThrowIfZero(truth.Length);
        var left = new Dictionary<int, int>();
        foreach (var label in truth)
        {
            left[label] = left.GetValueOrDefault(label) + 1;
        }

        var overlap = 0;
        foreach (var label in recovered)
        {
            if (left.GetValueOrDefault(label) > 0)
            {
                left[label]--;
                overlap++;
            }
        }

        return overlap / (double)Math.Max(recovered.Length, truth.Length);
    }
}
