using System.Buffers.Binary;
using System.Text.Json;
using Federated.Learning.Randomness;

namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

/// <summary>Random tensors under Hugging Face's names, and their files written byte by byte.</summary>
internal sealed class Checkpoint
{
    private KeyedStream _stream = new(11, Purpose.SyntheticData);

    /// <summary>Shapes and values by name.</summary>
    public Dictionary<string, (long[] Shape, double[] Values)> Tensors { get; } = [];

    /// <summary>Adds a tensor whose values float16 holds exactly, so that both formats have the same.</summary>
    public void Add(string name, params long[] shape)
    {
        var values = new double[shape.Aggregate(1L, (product, n) => product * n)];
        foreach (ref var value in values.AsSpan())
        {
            value = (double)(Half)((name.Contains("ln_", StringComparison.Ordinal) ? 1.0 : 0.0) + (0.4 * _stream.NextGaussian()));
        }

        Tensors[name] = (shape, values);
    }

    public void AddLayer(string name, params long[] shape)
    {
        Add($"{name}.weight", shape);
        Add($"{name}.bias", shape[^1]);
    }

    /// <summary>The same under other names.</summary>
    public Checkpoint Renamed(Func<string, string> rename)
    {
        var renamed = new Checkpoint();
        foreach (var (name, tensor) in Tensors)
        {
            renamed.Tensors[rename(name)] = tensor;
        }

        return renamed;
    }

    /// <summary>Writes a safetensors file.</summary>
    /// <param name="path">of the file</param>
    /// <param name="type">F32, F16, BF16 or I32</param>
    /// <param name="only">whether a tensor goes into the file</param>
    public void Write(string path, string type, Func<string, bool>? only = null)
    {
        using var data = new MemoryStream();
        var header = new Dictionary<string, object>();
        foreach (var (name, (shape, values)) in Tensors.Where(tensor => only is null || only(tensor.Key)))
        {
            var begin = data.Length;
            data.Write(values.SelectMany(value => Bytes(value, type)).ToArray());
            header[name] = new Dictionary<string, object> { ["dtype"] = type, ["shape"] = shape, ["data_offsets"] = new[] { begin, data.Length } };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data.ToArray()]);
    }

    private static byte[] Bytes(double value, string type) => type switch
    {
        "F32" => BitConverter.GetBytes((float)value),
        "F16" => BitConverter.GetBytes((Half)value),
        "BF16" => BitConverter.GetBytes((float)value)[2..],
        _ => BitConverter.GetBytes((int)value),
    };
}
