namespace Federated.Learning.ZerothOrder;

/// <summary>What a machine found in a round.</summary>
/// <param name="Machine">its id</param>
/// <param name="Codes">what it sends, see <see cref="GradientCodec"/></param>
/// <param name="MeanLoss">mean over samples of (L+ + L-) / 2; NaN or infinite when a loss was</param>
/// <param name="SquaredGradients">sum over samples of p^2, of those that are finite</param>
public sealed record Proposal(ushort Machine, byte[] Codes, double MeanLoss, double SquaredGradients);
