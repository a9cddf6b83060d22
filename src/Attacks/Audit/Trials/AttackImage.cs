namespace Federated.Attacks.Audit;

/// <summary>One reconstruction.</summary>
/// <param name="Reconstruction">its position in reconstruction.safetensors</param>
/// <param name="Label">class that the attack gave it</param>
/// <param name="Original">position of the sample it was matched with; null without the truth</param>
/// <param name="OriginalLabel">class of that sample; null without the truth</param>
/// <param name="Psnr">dB; null without the truth</param>
/// <param name="Ssim">null without the truth, or for images smaller than its window</param>
public sealed record AttackImage(int Reconstruction, int Label, int? Original, int? OriginalLabel, double? Psnr, double? Ssim);
