namespace Federated.Learning.ZerothOrder;

/// <summary>What one machine contributes to a round.</summary>
/// <param name="Machine">its id</param>
/// <param name="Codes">one byte per sample, see <see cref="GradientByte"/>; all <see cref="GradientByte.Absent"/> if nothing arrived in time</param>
public sealed record SealedBytes(ushort Machine, byte[] Codes);
