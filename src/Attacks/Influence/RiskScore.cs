namespace Federated.Attacks.Influence;

/// <summary>How well one sample is protected by noise on its gradient: small errors mean risk. Numbers of pixels are in normalised space.</summary>
public sealed record RiskScore
{
    /// <summary>Index of the sample.</summary>
    public required int Sample { get; init; }

    /// <summary>Its class.</summary>
    public required int Label { get; init; }

    /// <summary>sqrt(tr (J J^T + eps)^-1 / d_x): predicted root mean square error of a pixel for noise of strength 1 on the scale that was asked for.</summary>
    public required double RmsePerUnitNoise { get; init; }

    /// <summary>The predicted error for the noise that was asked about.</summary>
    public required double PredictedRmse { get; init; }

    /// <summary>
    /// That error for an attacker who also knows how much pixels vary, sqrt of the mean posterior variance: never above that variance, also where the update
    /// does not depend on a pixel. Null without a matrix.
    /// </summary>
    public required double? BoundedRmse { get; init; }

    /// <summary>|g| of the sample: what noise has to be compared with.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Largest eigenvalue of J J^T, J in units of the noise.</summary>
    public required double LargestEigenvalue { get; init; }
}
