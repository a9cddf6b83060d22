using Federated.Learning.Data;
using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.SharedSeed;

/// <summary>The precision matrix of the Gaussian that an adversary supposes images to come from: pixels near the mean, and near their neighbours.</summary>
internal static class PixelPrior
{
    /// <summary>Lambda = I / s^2 + D' D / t^2, with D the differences of neighbours to the right and below; block by block for each sample and channel.</summary>
    /// <param name="shape">of one sample</param>
    /// <param name="samples">n</param>
    /// <param name="options">s and t</param>
    public static Matrix<double> Precision(SampleShape shape, int samples, ProjectionOptions options)
    {
        var pixels = samples * shape.Size;
        var precision = Matrix<double>.Build.DenseDiagonal(pixels, pixels, 1.0 / (options.PixelDeviation * options.PixelDeviation));
        var weight = 1.0 / (options.NeighbourDeviation * options.NeighbourDeviation);
        if (weight == 0.0)
        {
            return precision;
        }

        for (var at = 0; at < pixels; at++)
        {
            var (row, column) = (at / shape.Width % shape.Height, at % shape.Width);
            if (column + 1 < shape.Width)
            {
                Couple(precision, at, at + 1, weight);
            }

            if (row + 1 < shape.Height)
            {
                Couple(precision, at, at + shape.Width, weight);
            }
        }

        return precision;
    }

    private static void Couple(Matrix<double> precision, int a, int b, double weight)
    {
        precision[a, a] += weight;
        precision[b, b] += weight;
        precision[a, b] -= weight;
        precision[b, a] -= weight;
    }
}
