using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Randomness;

namespace Federated.Bench.Influence;

/// <summary>The setting in which the influence function is checked: the sigmoid LeNet, and test images of Fashion-MNIST pooled to 14x14, in [0, 1].</summary>
internal sealed class PooledImages
{
    private const int Side = 14;

    private readonly ByteSampleSet _train;
    private readonly ByteSampleSet _test;

    public PooledImages()
    {
        var data = new DatasetCatalogue(new DataLocations("", "")).Load(new EmbeddedFashionMnistOptions(), 0);
        (_train, _test) = ((ByteSampleSet)data.Train, (ByteSampleSet)data.Test);
    }

    /// <summary>Three 5x5 convolutions and a linear layer: 9,466 parameters for 196 pixels.</summary>
    public static Network Network { get; } = ModelCatalogue.Create("lenet-sigmoid", new SampleShape(1, Side, Side), 10);

    /// <summary>Training images.</summary>
    public int Count => _train.Count;

    /// <summary>Weights from U(-1/2, 1/2).</summary>
    public static float[] Weights(ulong seed)
    {
        var weights = new float[Network.Layout.Dimension];
        Network.Layout.Initialise(seed, weights);
        return weights;
    }

    /// <summary>deviation times standard normal numbers.</summary>
    public static double[] Noise(double deviation, int length, ulong seed, int lane)
    {
        var noise = new double[length];
        var stream = new KeyedStream(seed, Purpose.SyntheticData, lane: lane);
        foreach (ref var value in noise.AsSpan())
        {
            value = deviation * stream.NextGaussian();
        }

        return noise;
    }

    /// <summary>A test image and its class.</summary>
    public (float[] Image, int Label) Test(int index) => (Pool(_test.Pixels(index)), _test.Labels[index]);

    /// <summary>A training image and its class.</summary>
    public (float[] Image, int Label) Train(int index) => (Pool(_train.Pixels(index)), _train.Labels[index]);

    private static float[] Pool(ReadOnlySpan<byte> pixels)
    {
        var result = new float[Side * Side];
        for (var i = 0; i < result.Length; i++)
        {
            var at = (i / Side * 4 * Side) + (i % Side * 2);
            result[i] = (pixels[at] + pixels[at + 1] + pixels[at + (2 * Side)] + pixels[at + (2 * Side) + 1]) / (4f * 255f);
        }

        return result;
    }
}
