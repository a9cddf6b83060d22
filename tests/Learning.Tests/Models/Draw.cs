using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Randomness;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Models;

/// <summary>Numbers and networks for tests.</summary>
internal static class Draw
{
    /// <summary>Standard normal numbers; another lane gives others.</summary>
    public static float[] Normal(int length, int lane = 0)
    {
        var stream = new KeyedStream(7, Purpose.SyntheticData, 0, lane);
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)stream.NextGaussian();
        }

        return values;
    }

    /// <summary>A tensor of standard normal numbers.</summary>
    public static Tensor Normal(long[] shape, int lane = 0) =>
        tensor(Normal((int)shape.Aggregate(1L, (product, n) => product * n), lane), shape);

    /// <summary>Uniform labels.</summary>
    public static int[] Labels(int count, int classes, int lane = 0)
    {
        var stream = new KeyedStream(8, Purpose.SyntheticData, 0, lane);
        var labels = new int[count];
        foreach (ref var label in labels.AsSpan())
        {
            label = stream.NextInt32(classes);
        }

        return labels;
    }

    /// <summary>A network by name and image size.</summary>
    public static Network Network(string name, int channels, int side, int classes = 10) =>
        ModelCatalogue.Create(name, new SampleShape(channels, side, side), classes);

    /// <summary>A network's initial vector.</summary>
    public static float[] Initial(Network network, ulong seed = 20)
    {
        var flat = new float[network.Layout.Dimension];
        network.Layout.Initialise(seed, flat);
        return flat;
    }
}
