namespace Federated.Attacks.Metrics;

/// <summary>What an attack's images are worth beside their originals. Made by <see cref="ReconstructionScorer"/>.</summary>
public sealed record ReconstructionScore
{
    /// <summary>The matched images, in the order of their originals.</summary>
    public required IReadOnlyList<ImageScore> Images { get; init; }

    /// <summary>Mean squared error over the matched images.</summary>
    public required Spread MeanSquaredError { get; init; }

    /// <summary>PSNR in dB over the matched images: the mean of the ratios, not the ratio of the mean error.</summary>
    public required Spread Psnr { get; init; }

    /// <summary>SSIM over the matched images; null when they are too small for a window.</summary>
    public required Spread? Ssim { get; init; }

    /// <summary>Windows of <see cref="Ssim"/>.</summary>
    public required SsimWindow Window { get; init; }

    /// <summary>The image that leaked most: the highest PSNR.</summary>
    public ImageScore Worst => Images.MaxBy(image => image.Psnr)!;

    /// <summary>Share of the originals with a reconstruction at or above the PSNR of success.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>Share of the originals without a reconstruction, or with one that is further off than a match may be.</summary>
    public required double UnmatchedFraction { get; init; }

    /// <summary>Overlap of recovered and true labels, whatever their order.</summary>
    public required double LabelAccuracy { get; init; }
}
