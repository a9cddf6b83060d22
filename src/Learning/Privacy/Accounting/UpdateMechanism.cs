namespace Federated.Learning.Privacy;

/// <summary>The Gaussian mechanism in a chain of defences.</summary>
internal static class UpdateMechanism
{
    /// <summary>
    /// Deviation / norm of the first noise that a clip comes before, with nothing between them that may lengthen an update again. What comes after it
    /// cannot make it worse. Null: there is none, and no bound.
    /// </summary>
    public static double? Multiplier(PrivacyOptions privacy)
    {
        double? norm = null;
        foreach (var defence in privacy.OfUpdates)
        {
            switch (defence)
            {
                case ClipOptions clip:
                    norm = Math.Min(norm ?? double.PositiveInfinity, clip.Norm);
                    break;
                case NoiseOptions { Kind: NoiseKind.Gaussian, Scale: NoiseScale.Absolute } noise when norm is { } bound:
                    return noise.Std / bound;
                case { NeverLengthens: false }:
                    norm = null;
                    break;
            }
        }

        return null;
    }
}
