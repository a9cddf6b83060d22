namespace Federated.Learning.Parameters;

/// <summary>Number formats of safetensors files, by the names that the format gives them.</summary>
internal sealed record TensorType(string Name, int Bytes)
{
    public static readonly TensorType F64 = new("F64", 8);

    public static readonly TensorType F32 = new("F32", 4);

    public static readonly TensorType F16 = new("F16", 2);

    public static readonly TensorType BF16 = new("BF16", 2);

    /// <summary>The other formats can stand in a file, but their values are not read.</summary>
    public static IReadOnlyList<TensorType> All { get; } =
    [
        F64, F32, F16, BF16, new("I64", 8), new("U64", 8), new("I32", 4), new("U32", 4), new("I16", 2), new("U16", 2), new("I8", 1), new("U8", 1),
        new("BOOL", 1), new("F8_E5M2", 1), new("F8_E4M3", 1),
    ];
}
