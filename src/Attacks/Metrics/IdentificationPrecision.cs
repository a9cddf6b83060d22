using Federated.Learning.Numerics;

namespace Federated.Attacks.Metrics;

/// <summary>
/// IIP, image identifiability precision: the share of reconstructions that lie nearer to their original than to any image of a reference set. A picture
/// may be blurred and still give its original away.
/// </summary>
public static class IdentificationPrecision
{
    /// <summary>A reference within this distance of the original is the original.</summary>
    public const double Same = 1e-3;

    /// <summary>Share of identified reconstructions.</summary>
    /// <param name="reconstructed">one vector for each image: its pixels, or its features</param>
    /// <param name="originals">the vector of each image's original, in the same order</param>
    /// <param name="references">other images, for example all of the same class; the originals may be among them</param>
    /// <param name="distance">Euclidean for pixels, cosine for features</param>
    /// <returns>in [0, 1]</returns>
    public static double Of(
        IReadOnlyList<float[]> reconstructed, IReadOnlyList<float[]> originals, IReadOnlyList<float[]> references, FeatureDistance distance)
    {
        ArgumentOutOfRangeException.ThrowIfZero(reconstructed.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(originals.Count, reconstructed.Count);
        var identified = 0;
        for (var i = 0; i < reconstructed.Count; i++)
        {
            var (image, original) = (reconstructed[i], originals[i]);
            var toOriginal = Distance(image, original, distance);
            var nearer = references.Any(other => Distance(image, other, distance) <= toOriginal && Distance(other, original, distance) >= Same);
            identified += nearer ? 0 : 1;
        }

        return identified / (double)reconstructed.Count;
    }

    private static double Distance(float[] a, float[] b, FeatureDistance distance) => distance == FeatureDistance.Cosine
        ? GradientDistance.Between<float>(a, b).OneMinusCosine
        : FlatVector.Norm<float>(a, -1.0, b, 0.0, b);
}
