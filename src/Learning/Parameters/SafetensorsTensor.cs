namespace Federated.Learning.Parameters;

/// <summary>A tensor of a safetensors file that was read.</summary>
internal sealed record SafetensorsTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, byte[] Bytes);
