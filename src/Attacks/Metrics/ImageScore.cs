namespace Federated.Attacks.Metrics;

/// <summary>One original and the reconstruction that was matched to it.</summary>
public sealed record ImageScore
{
    /// <summary>Index of the original.</summary>
    public required int Original { get; init; }

    /// <summary>Index of the reconstruction.</summary>
    public required int Reconstruction { get; init; }

    /// <summary>Mean squared error of the pixels in [0, 1].</summary>
    public required double MeanSquaredError { get; init; }

    /// <summary>Peak signal-to-noise ratio in dB, at most <see cref="PixelError.Cap"/>.</summary>
    public double Psnr => PixelError.PeakSignalToNoise(MeanSquaredError);

    /// <summary>SSIM over the windows that the score names; null when the image has none.</summary>
    public required double? Ssim { get; init; }
}
