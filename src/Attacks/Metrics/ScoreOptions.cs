using Federated.Learning.Experiments;

namespace Federated.Attacks.Metrics;

/// <summary>How reconstructions are scored.</summary>
public sealed record ScoreOptions
{
    /// <summary>Windows of SSIM.</summary>
    public SsimWindow Window { get; init; } = SsimWindow.Valid;

    /// <summary>PSNR in dB from which an image counts as reconstructed: 20 for grey images, 19 for CIFAR in the literature.</summary>
    [Accepts("[0, 100]")]
    public double Success { get; init; } = 20.0;

    /// <summary>Mean squared error above which a match is none: 0.1, which is 10 dB, is about as far as unlike images are apart.</summary>
    [Accepts("(0, 1]")]
    public double Unmatched { get; init; } = 0.1;
}
