using Federated.Attacks.Influence;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Tests.Influence;

/// <summary>The setting of the measurements: the sigmoid LeNet on Fashion-MNIST images pooled to 14x14, J of 196 x 9466.</summary>
internal static class InfluenceBed
{
    private static readonly Lazy<(float[][] Images, int[] Labels)> _samples = new(Load);

    /// <summary>The network.</summary>
    public static Network LeNet { get; } = JointLossBed.Network("lenet-sigmoid");

    /// <summary>The first test images, in [0, 1] as the measurements have them: normalised ones move further, beyond where first order holds.</summary>
    public static float[][] Images => _samples.Value.Images;

    /// <summary>Their classes.</summary>
    public static int[] Labels => _samples.Value.Labels;

    /// <summary>Weights as the network draws them.</summary>
    public static float[] Weights(Network network, ulong seed = 3)
    {
        var weights = new float[network.Layout.Dimension];
        network.Layout.Initialise(seed, weights);
        return weights;
    }

    /// <summary>Weights and biases from U(-bound, bound).</summary>
    public static float[] Uniform(Network network, double bound, ulong seed)
    {
        var weights = new float[network.Layout.Dimension];
        Initialiser.Uniform(bound).Fill(weights, new KeyedStream(seed, Purpose.Initialisation));
        return weights;
    }

    /// <summary>PyTorch's default: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weight and bias of each layer.</summary>
    public static float[] FanIn(Network network, ulong seed)
    {
        var weights = new float[network.Layout.Dimension];
        var fanIn = 1L;
        for (var i = 0; i < network.Layout.Tensors.Count; i++)
        {
            var tensor = network.Layout.Tensors[i];
            fanIn = tensor.Shape.Length > 1 ? tensor.Length / tensor.Shape[0] : fanIn;
            Initialiser.FanIn(fanIn).Fill(weights.AsSpan(tensor.Offset, tensor.Length), new KeyedStream(seed, Purpose.Initialisation, lane: i));
        }

        return weights;
    }

    /// <summary>J of one image's gradient.</summary>
    public static GradientJacobian Jacobian(int image, float[]? weights = null) => new(LeNet, weights ?? Weights(LeNet), Images[image], [Labels[image]]);

    /// <summary>std times standard normal numbers.</summary>
    public static double[] Noise(double std, int length, int lane)
    {
        var noise = new double[length];
        var stream = new KeyedStream(3, Purpose.SyntheticData, round: 2, lane: lane);
        foreach (ref var value in noise.AsSpan())
        {
            value = std * stream.NextGaussian();
        }

        return noise;
    }

    /// <summary>a + b.</summary>
    public static double[] Sum(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Combine(a, 1.0, b);

    /// <summary>a - b.</summary>
    public static double[] Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Combine(a, -1.0, b);

    /// <summary>|a|.</summary>
    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(JointLossBed.Dot(a, a));

    private static double[] Combine(ReadOnlySpan<double> a, double factor, ReadOnlySpan<double> b)
    {
        var result = a.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] += factor * b[i];
        }

        return result;
    }

    private static (float[][] Images, int[] Labels) Load()
    {
        const int Count = 20;
        var set = (ByteSampleSet)new DatasetCatalogue(new DataLocations("", "")).Load(new EmbeddedFashionMnistOptions(), 0).Test;
        var images = Enumerable.Range(0, Count).Select(i => Pool(set.Pixels(i))).ToArray();
        return (images, set.Labels[..Count].ToArray());
    }

    /// <summary>Means of 2x2 pixels, in [0, 1].</summary>
    private static float[] Pool(ReadOnlySpan<byte> pixels)
    {
        var result = new float[196];
        for (var i = 0; i < result.Length; i++)
        {
            var at = (i / 14 * 56) + (i % 14 * 2);
            result[i] = (pixels[at] + pixels[at + 1] + pixels[at + 28] + pixels[at + 29]) / (4f * 255f);
        }

        return result;
    }
}
