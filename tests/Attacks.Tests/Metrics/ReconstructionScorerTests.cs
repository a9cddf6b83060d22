using Federated.Attacks.Metrics;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Attacks.Tests.Metrics;

/// <summary>Reconstructions meet their originals: matched, undone and measured.</summary>
public sealed class ReconstructionScorerTests
{
    private static readonly SampleShape _shape = new(2, 12, 12);
    private static readonly Normalisation _normalisation = new([.3f, .5f], [.2f, .4f]);

    [Fact]
    public void Exact_images_in_another_order_are_found_and_capped()
    {
        var originals = Images(5, seed: 1);
        int[] order = [3, 0, 4, 1, 2];
        var score = Score(originals, [.. order.Select(i => originals[i])], labels: [0, 1, 2, 3, 4]);
        Assert.Equal([1, 3, 4, 0, 2], score.Images.Select(image => image.Reconstruction));
        Assert.All(score.Images, image => Assert.Equal(100.0, image.Psnr));
        Assert.Equal((1.0, 0.0, 1.0), (score.SuccessRate, score.UnmatchedFraction, score.LabelAccuracy));
        Assert.Equal(1.0, score.Ssim!.Mean, 1e-12);
        Assert.Equal(SsimWindow.Valid, score.Window);
    }

    [Fact]
    public void The_order_of_reconstructions_does_not_change_the_score()
    {
        var originals = Images(6, seed: 2);
        var made = originals.Select((image, i) => image.Select(p => p + (0.01f * i)).ToArray()).ToArray();
        var straight = Score(originals, made, [0, 1, 2, 3, 4, 5]);
        var turned = Score(originals, [.. made.Reverse()], [0, 1, 2, 3, 4, 5]);
        Assert.Equal(straight.Images.Select(image => image.MeanSquaredError), turned.Images.Select(image => image.MeanSquaredError));
        Assert.Equal((straight.Psnr, straight.Ssim), (turned.Psnr, turned.Ssim));
    }

    [Fact]
    public void The_mean_is_that_of_the_decibels_and_the_worst_case_the_highest()
    {
        float[][] originals = [Flat(0.5f), Flat(0.0f)];
        var score = Score(originals, [Flat(0.4f), Flat(0.01f)], [0, 0]);
        Assert.Equal(30.0, score.Psnr.Mean, 1e-3);
        Assert.Equal(10.0, score.Psnr.Deviation, 1e-3);
        Assert.Equal(1, score.Worst.Original);
        Assert.Equal(0.00505, score.MeanSquaredError.Mean, 1e-6);
        Assert.Equal(1.0, score.SuccessRate);
    }

    [Fact]
    public void A_mean_image_is_worth_what_its_nearest_originals_are()
    {
        float[][] originals = [Flat(0.0f), Flat(0.5f), Flat(0.7f)];
        var scorer = new ReconstructionScorer(_shape, _normalisation, new ScoreOptions());

        var mean = scorer.ScoreMean([.. originals.SelectMany(image => image)], copies: 2);

        Assert.Equal([20.0, -20.0 * Math.Log10(0.3)], mean, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Missing_and_unlike_images_are_unmatched()
    {
        float[][] originals = [Flat(0.0f), Flat(1.0f), Flat(0.5f)];
        var score = Score(originals, [Flat(0.92f), Flat(0.55f)], [0, 0, 0]);
        Assert.Equal([1, 2], score.Images.Select(image => image.Original));
        Assert.Equal(1.0 / 3.0, score.UnmatchedFraction, 1e-12);
        Assert.Equal(2.0 / 3.0, score.SuccessRate, 1e-12);
    }

    [Fact]
    public void A_diverged_reconstruction_is_scored_not_thrown()
    {
        var score = Score([Flat(1.0f)], [Flat(float.NaN)], [0]);
        Assert.Equal((0.0, 1.0), (score.Psnr.Mean, score.UnmatchedFraction));
    }

    [Fact]
    public void Pixels_outside_of_the_range_are_clamped()
    {
        float[] pixels = UnitPixels.From([100f, -100f, 0f, 1f], new SampleShape(2, 1, 2), _normalisation);
        Assert.Equal([1f, 0f, 0.5f, 0.9f], pixels);
    }

    [Fact]
    public void Parts_of_images_are_refused()
    {
        var scorer = new ReconstructionScorer(_shape, _normalisation, new ScoreOptions());
        var problem = Assert.Throws<InputException>(() => scorer.Score(new float[287], [0], Made(Images(1, 3))));
        Assert.Contains("whole images of 2x12x12", problem.Message, StringComparison.Ordinal);
    }

    private static ReconstructionScore Score(float[][] originals, float[][] made, int[] labels) =>
        new ReconstructionScorer(_shape, _normalisation, new ScoreOptions()).Score([.. originals.SelectMany(image => image)], labels, Made(made, labels));

    private static Reconstruction Made(float[][] images, int[]? labels = null)
    {
        float[] inputs = [.. images.SelectMany(image => image)];
        _normalisation.Apply(inputs, _shape);
        return new Reconstruction { Inputs = inputs, Labels = labels ?? [0], Objective = 0.0, Evaluations = 1 };
    }

    private static float[] Flat(float value) => [.. Enumerable.Repeat(value, _shape.Size)];

    private static float[][] Images(int count, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData);
        var images = new float[count][];
        for (var i = 0; i < count; i++)
        {
            images[i] = new float[_shape.Size];
            foreach (ref var pixel in images[i].AsSpan())
            {
                pixel = stream.NextSingle();
            }
        }

        return images;
    }
}
