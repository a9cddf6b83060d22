using System.Numerics;
using Federated.Attacks.Derivatives;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Tests.Derivatives;

/// <summary>Joint losses at points drawn from a seed.</summary>
internal static class JointLossBed
{
    /// <summary>Fills weights as the network draws them, inputs from N(0, 1) and soft targets.</summary>
    public static void Draw<T>(IJointLoss<T> loss, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = new float[loss.Network.Layout.Dimension];
        loss.Network.Layout.Initialise(seed, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            loss.Weights[i] = T.CreateChecked(weights[i]);
        }

        var stream = new KeyedStream(seed, Purpose.SyntheticData);
        Gaussians(ref stream, loss.Inputs);
        var row = new double[loss.Network.Classes];
        for (var i = 0; i < loss.Samples; i++)
        {
            stream.NextDirichlet(1.0, row);
            for (var c = 0; c < row.Length; c++)
            {
                loss.Targets[(i * row.Length) + c] = T.CreateChecked(row[c]);
            }
        }
    }

    /// <summary>Standard normal values.</summary>
    public static T[] Gaussians<T>(ulong seed, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[length];
        var stream = new KeyedStream(seed, Purpose.SyntheticData, round: 1);
        Gaussians<T>(ref stream, values);
        return values;
    }

    /// <summary>Sum of products.</summary>
    public static double Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += double.CreateChecked(a[i]) * double.CreateChecked(b[i]);
        }

        return sum;
    }

    /// <summary>A network for small images.</summary>
    public static Network Network(string name, int side = 14, int channels = 1) =>
        ModelCatalogue.Create(name, new SampleShape(channels, side, side), 10);

    private static void Gaussians<T>(ref KeyedStream stream, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
        {
            value = T.CreateChecked(stream.NextGaussian());
        }
    }
}
