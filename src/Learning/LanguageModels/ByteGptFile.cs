using System.Globalization;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;

namespace Federated.Learning.LanguageModels;

/// <summary>
/// A byte-level GPT in a safetensors file: tensors by the names of <see cref="Transformer"/>, and its shape among the file's notes
/// (<c>vocabulary</c>, <c>context</c>, <c>width</c>, <c>blocks</c>, <c>heads</c>, <c>activation</c>).
/// </summary>
public static class ByteGptFile
{
    private const string ShippedName = "sotu-gpt";

    /// <summary>Reads a model. Nothing is allocated for it before its shape fits the tensors of the file.</summary>
    /// <exception cref="InputException">the file is missing or damaged, or its notes or tensors are not those of such a model</exception>
    public static LanguageModel Read(string path) =>
        Read(path, SafetensorsFile.Read(path), Path.GetFileNameWithoutExtension(path));

    /// <summary>The model that is built in: 170,560 parameters, pretrained on the State of the Union speeches.</summary>
    public static LanguageModel Shipped()
    {
        const string Resource = $"Federated.Learning.LanguageModels.{ShippedName}.safetensors";
        using var stream = typeof(ByteGptFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new NotSupportedException($"The library was built without {Resource}.");
        return Read(Resource, SafetensorsFile.Read(Resource, stream), ShippedName);
    }

    /// <summary>Writes a model; replaces the file in one step if it exists.</summary>
    /// <param name="path">its folder must exist</param>
    /// <param name="network">of 256 tokens and without a position offset</param>
    /// <param name="weights">length d, in the order of the network's layout</param>
    /// <param name="notes">how the model came about; kept beside its shape</param>
    public static void Write(string path, Transformer network, ReadOnlySpan<float> weights, IReadOnlyDictionary<string, string> notes)
    {
        if (network.Shape is not { Vocabulary: 256, PositionOffset: 0 })
        {
            throw new ArgumentException("expected a network of 256 tokens without a position offset", nameof(network));
        }

        var metadata = new Dictionary<string, string>(notes)
        {
            ["format"] = "pt",
            ["activation"] = KeyNames.FromCode($"{network.Shape.Activation}"),
        };
        foreach (var (name, size) in Sizes(network.Shape))
        {
            metadata[name] = size.ToString(CultureInfo.InvariantCulture);
        }

        SafetensorsFile.Write(path, network.Layout, weights, metadata);
    }

    private static LanguageModel Read(string path, SafetensorsContent content, string name)
    {
        var shape = Shape(path, content.Metadata);
        if (shape.Problem() is { } problem)
        {
            throw new InputException($"{path}: {problem}");
        }

        if (content.Values != shape.Parameters)
        {
            throw new InputException($"{path}: {content.Values} values; expected the {shape.Parameters} of the shape in its notes");
        }

        var network = new Transformer(shape);
        var weights = new float[network.Layout.Dimension];
        content.CopyTo(network.Layout, weights);
        return FlatVector.IsFinite<float>(weights)
            ? new LanguageModel(name, network, new ByteTokenizer(), weights)
            : throw new InputException($"{path}: some of its values are NaN or infinite; expected a trained model");
    }

    private static TransformerShape Shape(string path, IReadOnlyDictionary<string, string> notes)
    {
        var shape = new TransformerShape
        {
            Vocabulary = Size("vocabulary"),
            Context = Size("context"),
            Width = Size("width"),
            Blocks = Size("blocks"),
            Heads = Size("heads"),
            Activation = ActivationOf(Note("activation")),
        };
        return shape.Vocabulary == 256
            ? shape
            : throw new InputException($"{path}: vocabulary is {shape.Vocabulary}; expected 256: every byte is a token");

        string Note(string name) => notes.TryGetValue(name, out var note)
            ? note
            : throw new InputException($"{path}: its notes (__metadata__) lack '{name}'; expected a model that 'fed pretrain' wrote");

        int Size(string name) => int.TryParse(Note(name), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1
            ? size
            : throw new InputException($"{path}: {name} is {Printable.Shorten(Note(name))}; expected a whole number from 1 on");

        Activation ActivationOf(string note)
        {
            var known = Enum.GetValues<Activation>().ToDictionary(activation => KeyNames.FromCode($"{activation}"));
            return known.TryGetValue(note, out var activation)
                ? activation
                : throw new InputException($"{path}: activation is {Printable.Shorten(note)}; expected one of {string.Join(", ", known.Keys)}");
        }
    }

    private static IEnumerable<(string Name, int Size)> Sizes(TransformerShape shape) =>
    [
        ("vocabulary", shape.Vocabulary), ("context", shape.Context), ("width", shape.Width), ("blocks", shape.Blocks), ("heads", shape.Heads),
    ];
}
