namespace Federated.Learning.Parameters;

/// <summary>The tensors and notes of a safetensors file, in memory.</summary>
public sealed class SafetensorsContent
{
    private readonly string _path;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    internal SafetensorsContent(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        _path = path;
        _tensors = tensors.ToDictionary(tensor => tensor.Name);
        Names = [.. tensors.Select(tensor => tensor.Name)];
        Metadata = metadata;
    }

    /// <summary>Names of the tensors, in the order of the data.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Notes about the file; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Numbers in all tensors.</summary>
    public long Values => _tensors.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (product, n) => product * n));

    /// <summary>Row-major shape of a tensor; empty for a scalar.</summary>
    /// <exception cref="InputException">no such tensor</exception>
    public IReadOnlyList<long> Shape(string name) => Find(name).Shape;

    /// <summary>Values of a floating-point tensor as float32; float64 is rounded.</summary>
    /// <exception cref="InputException">no such tensor, or not of a floating-point format</exception>
    public float[] ToSingles(string name) => Read(name, value => (float)value);

    /// <summary>Values of a floating-point tensor as float64.</summary>
    /// <exception cref="InputException">no such tensor, or not of a floating-point format</exception>
    public double[] ToDoubles(string name) => Read(name, value => value);

    /// <summary>Copies a network's tensors into its flat vector; tensors that the layout does not know are left alone.</summary>
    /// <param name="layout">names and shapes that must be present</param>
    /// <param name="flat">length d</param>
    /// <exception cref="InputException">a tensor is missing or of another shape</exception>
    public void CopyTo(ParameterLayout layout, Span<float> flat)
    {
        foreach (var tensor in layout.Tensors)
        {
            if (!Shape(tensor.Name).SequenceEqual(tensor.Shape))
            {
                throw new InputException(
                    $"{_path}: {tensor.Name} has the shape [{string.Join(", ", Shape(tensor.Name))}]; expected [{string.Join(", ", tensor.Shape)}]");
            }

            ToSingles(tensor.Name).CopyTo(flat.Slice(tensor.Offset, tensor.Length));
        }
    }

    private T[] Read<T>(string name, Func<double, T> convert)
    {
        var tensor = Find(name);
        return tensor.Type.Name is "F64" or "F32" or "F16" or "BF16"
            ? LittleEndian.Read(tensor.Bytes, tensor.Type, convert)
            : throw new InputException($"{_path}: {name} is of type {tensor.Type.Name}; expected F64, F32, F16 or BF16");
    }

    private SafetensorsTensor Find(string name) =>
        _tensors.GetValueOrDefault(name) ?? throw new InputException($"{_path}: no tensor {name}; the file has {Some()}");

    private string Some() =>
        Names.Count == 0 ? "none" : string.Join(", ", Names.Take(10)) + (Names.Count > 10 ? $" and {Names.Count - 10} more" : "");
}
