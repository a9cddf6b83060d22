namespace Federated.Attacks.Metrics;

/// <summary>How near two vectors are, when the nearest image is looked for.</summary>
public enum FeatureDistance
{
    /// <summary>|a - b|, for pixels.</summary>
    Euclidean,

    /// <summary>1 - cos(a, b), for what a network makes of an image.</summary>
    Cosine,
}
