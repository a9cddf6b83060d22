using Federated.Attacks.Metrics;

namespace Federated.Attacks.Audit;

/// <summary>How alike the reconstructions of an update's samples are to them, each matched with one original. Higher is worse for the client.</summary>
public sealed record AuditScore
{
    /// <summary>Mean of the images' peak signal-to-noise ratios, dB.</summary>
    public required double Psnr { get; init; }

    /// <summary>Their standard deviation, dB; 0 for one image.</summary>
    public required double PsnrDeviation { get; init; }

    /// <summary>The highest, dB: the client that fares worst.</summary>
    public required double WorstPsnr { get; init; }

    /// <summary>Mean structural similarity, in [-1, 1], over whole 11 x 11 windows; null for images that have none.</summary>
    public double? Ssim { get; init; }

    /// <summary>Share of labels that are right, as multisets.</summary>
    public required double LabelAccuracy { get; init; }

    /// <summary>Share of images at or above the threshold of recognition.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>What a report keeps of a score.</summary>
    internal static AuditScore Of(ReconstructionScore score) => new()
    {
        Psnr = score.Psnr.Mean,
        PsnrDeviation = score.Psnr.Deviation,
        WorstPsnr = score.Worst.Psnr,
        Ssim = score.Ssim?.Mean,
        LabelAccuracy = score.LabelAccuracy,
        SuccessRate = score.SuccessRate,
    };
}
