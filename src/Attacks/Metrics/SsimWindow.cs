namespace Federated.Attacks.Metrics;

/// <summary>Which windows SSIM is averaged over. The two give different numbers: say which one a table holds.</summary>
public enum SsimWindow
{
    /// <summary>Only those that lie within the image: 18x18 for 28x28. As the authors of SSIM have it.</summary>
    Valid,

    /// <summary>One around every pixel, with zeros around the image: as the code of the influence function has it.</summary>
    Same,
}
