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
    /// <param name="reconstruction">what the attack made, in normalised space</param>
    /// <exception cref="InputException">No images, or numbers of pixels that are not whole images.</exception>
    public ReconstructionScore Score(ReadOnlySpan<float> originals, ReadOnlySpan<int> labels, Reconstruction reconstruction)
    {
        var made = Split(UnitPixels.From(reconstruction.Inputs, shape, normalisation), "reconstruction");
        var truth = Split(originals, "originals");
        if (labels.Length != truth.Length)
        {
            throw new InputException($"score: {truth.Length} originals and {labels.Length} labels; expected one label for each original");
        }

        var cost = new double[truth.Length, made.Length];
        for (var i = 0; i < truth.Length; i++)
        {
            for (var j = 0; j < made.Length; j++)
            {
                cost[i, j] = PixelError.MeanSquared(truth[i], made[j]);
            }
        }

        var images = Assignment.Solve(cost)
            .Select((j, i) => (Original: i, Made: j))
            .Where(pair => pair.Made >= 0)
            .Select(pair => Measure(pair.Original, pair.Made, truth[pair.Original], made[pair.Made]))
            .ToArray();
        return Summarise(images, truth.Length, LabelAccuracy.Of(reconstruction.Labels, labels));
    }

    private ImageScore Measure(int original, int made, float[] truth, float[] image) => new()
    {
        Original = original,
        Reconstruction = made,
        MeanSquaredError = PixelError.MeanSquared(truth, image),
        Ssim = StructuralSimilarity.Has(shape, options.Window) ? StructuralSimilarity.Of(truth, image, shape, options.Window) : null,
    };

    private ReconstructionScore Summarise(ImageScore[] images, int originals, double labels) => new()
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

    private float[][] Split(ReadOnlySpan<float> images, string name)
    {
        if (images.IsEmpty || images.Length % shape.Size != 0)
        {
            throw new InputException($"score: the {name} have {images.Length} numbers; expected whole images of {shape}, at least one");
        }

        var result = new float[images.Length / shape.Size][];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = images.Slice(i * shape.Size, shape.Size).ToArray();
        }

        return result;
    }
}
