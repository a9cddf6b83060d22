using System.Text.Json;
using Federated.Learning.Data;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;

namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>The tensors of a model's folder: one safetensors file, or several that an index names.</summary>
internal sealed class TensorFiles
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Head = "lm_head.weight";

    private readonly string _folder;
    private readonly ModelFamily _family;
    private readonly string _prefix;
    private readonly Dictionary<string, SafetensorsContent> _contents = [];

    private TensorFiles(string folder, ModelFamily family, IEnumerable<string> files)
    {
        (_folder, _family) = (folder, family);
        foreach (var content in files.Select(file => SafetensorsFile.Read(Path.Combine(folder, file))))
        {
            foreach (var name in content.Names)
            {
                if (!_contents.TryAdd(name, content))
                {
                    throw Refuse($"two files have a tensor {name}; expected it in one");
                }
            }
        }

        _prefix = family.Prefixes.FirstOrDefault(prefix => _contents.ContainsKey(prefix + family.Embedding))
            ?? throw Refuse($"no token embedding of {family.Title}; expected a tensor {string.Join(" or ", family.Prefixes.Select(prefix => prefix + family.Embedding))}");
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="InputException">one is missing or damaged, or none has the family's token embedding</exception>
    public static TensorFiles Read(string folder, ModelFamily family) => new(folder, family, Files(folder));

    /// <summary>Refuses files that have fewer values than a model, before anything of its size is allocated.</summary>
    public void RequireValues(Int128 expected)
    {
        var values = _contents.Values.Distinct().Sum(content => content.Values);
        if (values < expected)
        {
            throw Refuse($"the safetensors files have {values} values; expected at least the {expected} of the shape in config.json");
        }
    }

    /// <summary>The model's parameters in our order.</summary>
    /// <param name="layout">of the network</param>
    /// <returns>length d</returns>
    /// <exception cref="InputException">a tensor is missing, of another shape or type, not finite, or not one of the family's</exception>
    public float[] Weights(ParameterLayout layout)
    {
        var flat = new float[layout.Dimension];
        foreach (var tensor in layout.Tensors)
        {
            Fill(flat.AsSpan(tensor.Offset, tensor.Length), tensor.Shape, _family.Source(tensor.Name));
        }

        RequireTiedHead();
        RequireNothingElse(layout);
        return FlatVector.IsFinite<float>(flat) ? flat : throw Refuse("some values are NaN or infinite; expected a trained model");
    }

    private void Fill(Span<float> destination, long[] shape, TensorSource source)
    {
        long[] part = [shape[0] / source.Names.Count, .. shape[1..]];
        var length = destination.Length / source.Names.Count;
        for (var i = 0; i < source.Names.Count; i++)
        {
            var values = Take(_prefix + source.Names[i], source.Transposed ? [.. part.Reverse()] : part);
            var rows = destination.Slice(i * length, length);
            if (source.Transposed)
            {
                Transpose(values, rows, (int)part[0], (int)part[1]);
            }
            else
            {
                values.CopyTo(rows);
            }
        }
    }

    private float[] Take(string name, long[] shape)
    {
        var content = _contents.GetValueOrDefault(name)
            ?? throw Refuse($"no tensor {name}; expected all that {_family.Title} has in the shape of config.json");
        return content.Shape(name).SequenceEqual(shape)
            ? content.ToSingles(name)
            : throw Refuse($"{name} has the shape [{string.Join(", ", content.Shape(name))}]; expected [{string.Join(", ", shape)}]");
    }

    /// <param name="from">[columns, rows]</param>
    /// <param name="to">[rows, columns]</param>
    /// <param name="rows">of the destination</param>
    /// <param name="columns">of the destination</param>
    private static void Transpose(ReadOnlySpan<float> from, Span<float> to, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                to[(row * columns) + column] = from[(column * rows) + row];
            }
        }
    }

    private void RequireTiedHead()
    {
        var embedding = _prefix + _family.Embedding;
        if (_contents.TryGetValue(Head, out var content)
            && !content.ToSingles(Head).AsSpan().SequenceEqual(_contents[embedding].ToSingles(embedding)))
        {
            throw Refuse($"{Head} differs from {embedding}; expected an output head that is tied to the token embedding");
        }
    }

    private void RequireNothingElse(ParameterLayout layout)
    {
        var known = layout.Tensors.SelectMany(tensor => _family.Source(tensor.Name).Names).Select(name => _prefix + name).Append(Head).ToHashSet();
        var other = _contents.Keys.FirstOrDefault(name => !known.Contains(name) && !IsBuffer(name));
        if (other is not null)
        {
            throw Refuse($"{Printable.Shorten(other)} is no tensor of {_family.Title} in the shape of config.json; expected no other than those");
        }
    }

    private bool IsBuffer(string name) =>
        name.StartsWith(_prefix, StringComparison.Ordinal) && _family.Buffers?.IsMatch(name[_prefix.Length..]) == true;

    private static List<string> Files(string folder) =>
        File.Exists(Path.Combine(folder, Single)) ? [Single]
        : File.Exists(Path.Combine(folder, Index)) ? Shards(folder)
        : throw new InputException($"{folder}: neither {Single} nor {Index}; expected one of them (a pytorch_model.bin has to be converted first)");

    private static List<string> Shards(string folder)
    {
        var path = Path.Combine(folder, Index);
        try
        {
            using var index = InputFile.Read(path, stream => JsonDocument.Parse(stream));
            var files = index.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct().ToList();
            return files.FirstOrDefault(file => file.Length == 0 || Path.GetFileName(file) != file) is { } elsewhere
                ? throw new InputException($"{path}: names a file '{Printable.Shorten(elsewhere)}'; expected names of files in its folder")
                : files;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException($"{path}: cannot be read; expected an object with a weight_map from tensors to files", e);
        }
    }

    private InputException Refuse(string message) => new($"{_folder}: {message}");
}
