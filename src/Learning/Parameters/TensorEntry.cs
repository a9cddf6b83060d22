namespace Federated.Learning.Parameters;

/// <summary>A named tensor to be written to a safetensors file.</summary>
public sealed class TensorEntry
{
    private readonly ReadOnlyMemory<float> _singles;
    private readonly ReadOnlyMemory<double> _doubles;

    /// <summary>A float32 tensor.</summary>
    /// <param name="name">unique in the file</param>
    /// <param name="shape">row-major; empty for a scalar</param>
    /// <param name="values">as many as the shape says; not copied</param>
    public TensorEntry(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values)
        : this(name, shape, TensorType.F32, values.Length)
    {
        _singles = values;
    }

    /// <summary>A float64 tensor.</summary>
    /// <param name="name">unique in the file</param>
    /// <param name="shape">row-major; empty for a scalar</param>
    /// <param name="values">as many as the shape says; not copied</param>
    public TensorEntry(string name, IReadOnlyList<long> shape, ReadOnlyMemory<double> values)
        : this(name, shape, TensorType.F64, values.Length)
    {
        _doubles = values;
    }

    private TensorEntry(string name, IReadOnlyList<long> shape, TensorType type, long length)
    {
        if (shape.Aggregate(1L, (product, n) => checked(product * n)) != length)
        {
            throw new ArgumentException($"{name} has {length} values, which is not what the shape [{string.Join(", ", shape)}] says.", nameof(shape));
        }

        Name = name;
        Shape = shape;
        Type = type;
    }

    /// <summary>Unique in the file.</summary>
    public string Name { get; }

    /// <summary>Row-major; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    internal TensorType Type { get; }

    internal long ByteLength => (_singles.Length * 4L) + (_doubles.Length * 8L);

    internal void WriteTo(Stream stream)
    {
        LittleEndian.Write(stream, _singles.Span);
        LittleEndian.Write(stream, _doubles.Span);
    }
}
