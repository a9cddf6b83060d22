using Federated.Attacks.Metrics;
using Federated.Learning.Data;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Images that are part of the program, as clients see them.</summary>
internal static class Images
{
    private static readonly Lazy<ImageSet> _train = new(() => (ImageSet)new DatasetCatalogue(new DataLocations("none", "none")).Load(new EmbeddedFashionMnistOptions(), 0).Train);

    /// <summary>How their pixels were normalised.</summary>
    public static Normalisation Normalisation => Normalisation.FashionMnist;

    /// <summary>Some of them.</summary>
    /// <param name="indices">which</param>
    public static (float[] Inputs, int[] Labels) Take(params int[] indices)
    {
        var set = _train.Value;
        var inputs = new float[indices.Length * set.Shape.Size];
        set.Gather(indices, inputs);
        return (inputs, [.. indices.Select(i => set.Labels[i])]);
    }

    /// <summary>The first image of each of n classes, beginning at an image.</summary>
    public static (float[] Inputs, int[] Labels) OfDistinctClasses(int n, int first = 0)
    {
        var set = _train.Value;
        var found = new Dictionary<int, int>();
        for (var i = first; found.Count < n; i++)
        {
            found.TryAdd(set.Labels[i], i);
        }

        return Take([.. found.Values]);
    }

    /// <summary>Images of the given classes, none twice.</summary>
    public static (float[] Inputs, int[] Labels) OfClasses(params int[] labels)
    {
        var found = new List<int>();
        foreach (var label in labels)
        {
            found.Add(Enumerable.Range(0, _train.Value.Count).First(i => _train.Value.Labels[i] == label && !found.Contains(i)));
        }

        return Take([.. found]);
    }

    /// <summary>Mean PSNR in dB after matching.</summary>
    public static double MeanPsnr(Reconstruction result, (float[] Inputs, int[] Labels) data) =>
        new ReconstructionScorer(new SampleShape(1, 28, 28), Normalisation, new ScoreOptions()).Score([.. data.Inputs.Select(value => (float)Pixel(value))], data.Labels, result).Psnr.Mean;

    /// <summary>Largest difference, in normalised space.</summary>
    public static float MaxError(float[] actual, float[] expected) => actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();

    /// <summary>10 log10(1 / MSE) of pixels in [0, 1], at most 100.</summary>
    public static double Psnr(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected) => -10.0 * Math.Log10(Math.Max(1e-10, Mse(actual, expected)));

    /// <summary>Mean squared error of pixels in [0, 1].</summary>
    public static double Mse(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        var sum = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            var d = Pixel(actual[i]) - Pixel(expected[i]);
            sum += d * d;
        }

        return sum / actual.Length;
    }

    private static double Pixel(float value) => Math.Clamp((value * (double)Normalisation.Std[0]) + Normalisation.Mean[0], 0.0, 1.0);
}
