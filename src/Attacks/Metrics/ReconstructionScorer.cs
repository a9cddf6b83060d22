using Federated.Learning;
using Federated.Learning.Data;

namespace Federated.Attacks.Metrics;

/// <summary>
/// Compares what an attack made with the originals: pixels of [0, 1], matched first, because an attack on a batch cannot know its order. The only place
/// where reconstructions meet the truth.
/// </summary>
/// <param name="shape">of one image</param>
/// <param name="normalisation">how pixels became the network's inputs</param>
/// <param name="options">thresholds and windows</param>
public sealed class ReconstructionScorer(SampleShape shape, Normalisation normalisation, ScoreOptions options)
{
    /// <summary>Matches (least sum of mean squared errors) and measures.</summary>
    /// <param name="originals">N images in [0, 1], one after the other, channels first</param>
    /// <param name="labels">their classes</param>
    /// <param name="reconstruction">what the attack made, in normalised space; as many images as there are originals, or not</param>
    /// <exception cref="InputException">No images, or numbers of pixels that are not whole images.</exception>
    public ReconstructionScore Score(ReadOnlySpan<float> originals, ReadOnlySpan<int> labels, Reconstruction reconstruction)
    {
        var made = UnitPixels.From(reconstruction.Inputs, shape, normalisation);
        var cost = new double[Count(originals, "originals"), Count(made, "reconstruction")];
        if (labels.Length != cost.GetLength(0))
        {
            throw new InputException($"score: {cost.GetLength(0)} originals and {labels.Length} labels; expected one label for each original");
        }

        for (var i = 0; i < cost.GetLength(0); i++)
        {
            for (var j = 0; j < cost.GetLength(1); j++)
            {
                cost[i, j] = PixelError.MeanSquared(Image(originals, i), Image(made, j));
            }
        }

        var images = new List<ImageScore>();
        foreach (var (original, j) in Assignment.Solve(cost).Index())
        {
            if (j >= 0)
            {
                images.Add(Measure(original, j, Image(originals, original), Image(made, j)));
            }
        }

        return Summarise(images, labels.Length, LabelAccuracy.Of(reconstruction.Labels, labels));
    }

    /// <summary>What the originals' mean comes to, repeated and matched: it holds nothing of any single one.</summary>
    /// <param name="originals">N images in [0, 1], one after the other, channels first</param>
    /// <param name="copies">how often, at most N</param>
    /// <returns>PSNR of each copy with its original in dB, the highest first</returns>
    /// <exception cref="InputException">No images, or numbers of pixels that are not whole images.</exception>
    public double[] ScoreMean(ReadOnlySpan<float> originals, int copies)
    {
        var n = Count(originals, "originals");
        var sums = new double[shape.Size];
        for (var i = 0; i < originals.Length; i++)
        {
            sums[i % sums.Length] += originals[i];
        }

        float[] mean = [.. sums.Select(sum => (float)(sum / n))];
        var errors = new double[n];
        for (var i = 0; i < n; i++)
        {
            errors[i] = PixelError.MeanSquared(Image(originals, i), mean);
        }

        // All copies are alike: the cheapest matching takes the originals that are nearest.
        return [.. errors.Order().Take(copies).Select(PixelError.PeakSignalToNoise)];
    }

    private ImageScore Measure(int original, int made, ReadOnlySpan<float> truth, ReadOnlySpan<float> image) => new()
    {
        Original = original,
        Reconstruction = made,
        MeanSquaredError = PixelError.MeanSquared(truth, image),
        Ssim = StructuralSimilarity.Has(shape, options.Window) ? StructuralSimilarity.Of(truth, image, shape, options.Window) : null,
    };

    private ReconstructionScore Summarise(List<ImageScore> images, int originals, double labels) => new()
    {
        Images = images,
        MeanSquaredError = Spread.Of([.. images.Select(image => image.MeanSquaredError)]),
        Psnr = Spread.Of([.. images.Select(image => image.Psnr)]),
        Ssim = images[0].Ssim is null ? null : Spread.Of([.. images.Select(image => image.Ssim!.Value)]),
        Window = options.Window,
        SuccessRate = images.Count(image => image.Psnr >= options.Success) / (double)originals,
        UnmatchedFraction = 1.0 - (images.Count(image => image.MeanSquaredError <= options.Unmatched) / (double)originals),
        LabelAccuracy = labels,
    };

    private ReadOnlySpan<float> Image(ReadOnlySpan<float> images, int i) => images.Slice(i * shape.Size, shape.Size);

    private int Count(ReadOnlySpan<float> images, string name) => !images.IsEmpty && images.Length % shape.Size == 0
        ? images.Length / shape.Size
        : throw new InputException($"score: the {name} have {images.Length} numbers; expected whole images of {shape}, at least one");
}
