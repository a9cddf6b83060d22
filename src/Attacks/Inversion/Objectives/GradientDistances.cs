using System.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>Makes distances.</summary>
internal static class GradientDistances
{
    /// <summary>Whether a distance looks at the direction of the gradient only.</summary>
    public static bool IgnoresScale(MatchingObjective objective) => objective is MatchingObjective.Cosine or MatchingObjective.LayerCosine or MatchingObjective.Angular;

    /// <summary>The distance that the options ask for.</summary>
    /// <param name="options">objective and its scale</param>
    /// <param name="target">g*</param>
    /// <param name="segments">the tensors that count</param>
    public static GradientDistance<T> Create<T>(InversionOptions options, T[] target, LayerSegment[] segments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => options.Objective switch
        {
            MatchingObjective.Euclid => new EuclideanDistance<T>(target, segments, options.Scale),
            MatchingObjective.MaskedCosine => new MaskedCosineDistance<T>(target, segments, options.Scale),
            MatchingObjective.LayerCosine => new LayerCosineDistance<T>(target, segments, options.Scale),
            MatchingObjective.Tag => AbsoluteDistance<T>.Tag(target, segments, options.Scale),
            MatchingObjective.L1 => AbsoluteDistance<T>.L1(target, segments, options.Scale),
            _ => new CosineDistance<T>(target, segments, options.Scale, options.Objective),
        };
}
