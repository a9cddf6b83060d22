using System.Security.Cryptography;
using Federated.Learning.Data;
using Federated.Learning.Data.Synthetic;
using Xunit;

namespace Federated.Learning.Tests.Data;

public class SyntheticImagesTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var options = new SyntheticOptions { Train = 50, Test = 5, Height = 5, Width = 7, Channels = 3 };
        var hash = Hash(SyntheticImages.Make(options, 20));
        Assert.Equal("929A", hash[..4]);
        Assert.Equal(hash, Hash(SyntheticImages.Make(options, 20)));
        Assert.NotEqual(hash, Hash(SyntheticImages.Make(options, 21)));
    }

    [Fact]
    public void Longer_sets_begin_with_the_shorter_ones()
    {
        var options = new SyntheticOptions { Train = 20, Test = 5 };
        var shorter = (ByteSampleSet)SyntheticImages.Make(options, 1).Train;
        var longer = (ByteSampleSet)SyntheticImages.Make(options with { Train = 40 }, 1).Train;
        Assert.Equal(shorter.Pixels(19), longer.Pixels(19));
    }

    [Fact]
    public void Training_and_test_samples_differ()
    {
        var data = SyntheticImages.Make(new SyntheticOptions { Train = 5, Test = 5 }, 1);
        Assert.NotEqual(((ByteSampleSet)data.Train).Pixels(0).ToArray(), ((ByteSampleSet)data.Test).Pixels(0).ToArray());
    }

    [Fact]
    public void Class_means_of_training_images_recognise_most_test_images()
    {
        var data = SyntheticImages.Make(new SyntheticOptions { Train = 1000, Test = 200 }, 3);
        var means = new double[10][];
        for (var label = 0; label < 10; label++)
        {
            var of = Enumerable.Range(0, 1000).Where(i => data.Train.Labels[i] == label).ToArray();
            Assert.Equal(100, of.Length);
            means[label] = Mean((ImageSet)data.Train, of);
        }

        var right = Enumerable.Range(0, 200).Count(i => Nearest(means, Mean((ImageSet)data.Test, [i])) == data.Test.Labels[i]);
        Assert.InRange(right, 150, 200);
    }

    [Fact]
    public void Images_that_do_not_fit_into_an_array_are_refused()
    {
        var message = Assert.Throws<InputException>(
            () => SyntheticImages.Make(new SyntheticOptions { Train = 1_000_000, Channels = 3, Height = 32, Width = 32 }, 0)).Message;
        Assert.Contains("3072000000 bytes", message);
    }

    private static string Hash(FederatedDataset data)
    {
        var train = (ByteSampleSet)data.Train;
        return Convert.ToHexString(SHA256.HashData([.. Enumerable.Range(0, train.Count).SelectMany(i => train.Pixels(i).ToArray())]));
    }

    private static double[] Mean(ImageSet set, int[] samples)
    {
        var values = new float[samples.Length * set.Shape.Size];
        set.Gather(samples, values);
        return [.. Enumerable.Range(0, set.Shape.Size).Select(p => samples.Select((_, i) => values[(i * set.Shape.Size) + p]).Average())];
    }

    private static int Nearest(double[][] means, double[] image) =>
        Enumerable.Range(0, means.Length).MinBy(label => means[label].Zip(image, (a, b) => (a - b) * (a - b)).Sum());
}
