namespace Federated.Learning.ZerothOrder;

/// <summary>What a machine found in a round.</summary>
/// <param name="Codes">one byte per sample</param>
/// <param name="MeanLoss">mean over samples of (L+ + L-) / 2; NaN or infinite when a loss was</param>
/// <param name="SquaredGradients">sum over samples of p^2, of those that are finite</param>
public sealed record Proposal(byte[] Codes, double MeanLoss, double SquaredGradients);
