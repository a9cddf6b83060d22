namespace Federated.Learning.ZerothOrder;

/// <summary>What one machine contributes to a round.</summary>
/// <param name="Machine">its id</param>
/// <param name="Codes">what it sent, see <see cref="GradientCodec"/>; empty if nothing arrived in time</param>
public sealed record SealedBytes(ushort Machine, byte[] Codes);
