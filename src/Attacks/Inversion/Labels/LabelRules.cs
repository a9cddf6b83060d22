namespace Federated.Attacks.Inversion.Labels;

/// <summary>
/// Labels from the last layer's gradient, up to a positive factor. Their order cannot be recovered: every rule gives a multiset, in ascending order.
/// </summary>
internal static class LabelRules
{
    /// <summary>The one label of one sample (Zhao et al. 2020, arXiv 2001.02610): only the true class has a negative entry.</summary>
    /// <param name="layer">a bias is valid for any activation before it; without one the features have to be non-negative</param>
    public static int[] Idlg(LastLayer layer) => [ArgMin(layer.HasBias ? Wide(layer.Bias) : layer.RowSums)];

    /// <summary>All classes with a negative bias gradient, at most n of them, the most negative first.</summary>
    public static int[] Analytic(LastLayer layer, int n) => Sorted(Enumerable.Range(0, layer.Classes).Where(c => layer.Bias[c] < 0f).OrderBy(c => layer.Bias[c]).Take(n));

    /// <summary>The n smallest row minima (Yin et al. 2021); no class twice, so at most C labels.</summary>
    public static int[] Yin(LastLayer layer, int n)
    {
        var minima = layer.RowMinima;
        return Sorted(Enumerable.Range(0, layer.Classes).OrderBy(c => minima[c]).Take(n));
    }

    /// <summary>Impact of a sample: the mean negative bias gradient.</summary>
    public static int[] BiasCorrected(LastLayer layer, int n)
    {
        var values = Wide(layer.Bias);
        return TakeOff(values, values, Impact(values, n, 1.0), n);
    }

    /// <summary>Impact of a sample: the mean negative row sum, and 1/C more (Wainakh et al. 2021, arXiv 2105.09369).</summary>
    public static int[] WainakhSimple(LastLayer layer, int n)
    {
        var values = layer.RowSums;
        return TakeOff(values, values, Impact(values, n, 1.0 + (1.0 / layer.Classes)), n);
    }

    /// <summary>Impact and offset of each class as measured on dummy samples; classes whose row sum is negative come once for sure.</summary>
    /// <param name="layer">in the scale of the gradient</param>
    /// <param name="n">number of labels</param>
    /// <param name="impact">below 0</param>
    /// <param name="offsets">row sums where a class does not occur</param>
    public static int[] WainakhWhitebox(LastLayer layer, int n, double impact, double[] offsets)
    {
        var values = layer.RowSums;
        return TakeOff([.. values.Select((value, c) => value - offsets[c])], values, impact, n);
    }

    private static double Impact(double[] values, int n, double factor) => factor * values.Where(value => value < 0.0).Sum() / n;

    /// <summary>
    /// Takes every class that is certain once, and then again and again the class with the smallest value, taking the impact off its value each time.
    /// </summary>
    private static int[] TakeOff(double[] values, double[] certain, double impact, int n)
    {
        var left = values.ToArray();
        List<int> labels = [.. Enumerable.Range(0, certain.Length).Where(c => certain[c] < 0.0).OrderBy(c => certain[c]).Take(n)];
        foreach (var c in labels)
        {
            left[c] -= impact;
        }

        while (labels.Count < n)
        {
            var next = ArgMin(left);
            labels.Add(next);
            // Without any impact the same class would come for ever: they take turns instead.
            left[next] -= impact < 0.0 ? impact : -1.0;
        }

        return Sorted(labels);
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static int[] Sorted(IEnumerable<int> labels) => [.. labels.Order()];

    private static int ArgMin(double[] values) => Array.IndexOf(values, values.Min());
}
