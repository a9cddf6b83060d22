using Federated.Attacks.Metrics;
using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>Makes one set of images of the copies that every epoch has in an order of its own.</summary>
internal static class EpochMerge
{
    /// <summary>Matches every epoch's images to those of the first one, within classes, and takes means.</summary>
    /// <param name="x">epochs one after the other</param>
    /// <param name="shape">shape of one image</param>
    /// <param name="labels">class of each image of an epoch</param>
    public static float[] Merge(ReadOnlySpan<float> x, SampleShape shape, int[] labels)
    {
        var (n, part) = (labels.Length, labels.Length * shape.Size);
        var epochs = x.Length / part;
        var sum = new double[part];
        for (var e = 0; e < epochs; e++)
        {
            var places = Assignment.Solve(Costs(x[..part], x.Slice(e * part, part), shape.Size, labels));
            for (var i = 0; i < n; i++)
            {
                var from = x.Slice((e * part) + (places[i] * shape.Size), shape.Size);
                for (var p = 0; p < from.Length; p++)
                {
                    sum[(i * shape.Size) + p] += from[p];
                }
            }
        }

        return Array.ConvertAll(sum, value => (float)(value / epochs));
    }

    /// <summary>Mean squared errors, far larger between classes.</summary>
    private static double[,] Costs(ReadOnlySpan<float> first, ReadOnlySpan<float> epoch, int size, int[] labels)
    {
        const double OtherClass = 1e6;
        var costs = new double[labels.Length, labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < labels.Length; j++)
            {
                var sum = labels[i] == labels[j] ? 0.0 : OtherClass;
                for (var p = 0; p < size; p++)
                {
                    double d = first[(i * size) + p] - epoch[(j * size) + p];
                    sum += d * d / size;
                }

                costs[i, j] = sum;
            }
        }

        return costs;
    }
}
