using Federated.Learning.LanguageModels.HuggingFace;
using Federated.Learning.Models;
using Federated.Learning.Parameters;

namespace Federated.Learning.LanguageModels;

/// <summary>All language models by name.</summary>
public static class LanguageModelCatalogue
{
    /// <summary>A GPT on bytes, of any size.</summary>
    internal const string ByteGpt = "byte-gpt";

    /// <summary>The pretrained one that is built in.</summary>
    internal const string SotuGpt = "sotu-gpt";

    /// <summary>Names that experiment files may use.</summary>
    public static IReadOnlyList<string> Names { get; } = [ByteGpt, SotuGpt, "gpt2", "opt"];

    /// <summary>Whether the model is read from a folder.</summary>
    internal static bool IsFromFolder(string name) => name is "gpt2" or "opt";

    /// <summary>Makes or reads a model.</summary>
    /// <param name="options">its name, and sizes or files as they belong to that name</param>
    /// <exception cref="InputException">Unknown name, sizes that do not fit, or a file that is missing or damaged.</exception>
    public static LanguageModel Create(ModelOptions options) => options.Name switch
    {
        ByteGpt => Make(options),
        SotuGpt => ByteGptFile.Shipped(),
        var name when IsFromFolder(name) => FromFolder(options),
        _ => throw new InputException($"model.name: '{Printable.Shorten(options.Name)}' is not known; expected one of {string.Join(", ", Names)}"),
    };

    private static LanguageModel Make(ModelOptions options)
    {
        if (options.Initial is { } file && HasShape(file))
        {
            var model = ByteGptFile.Read(file);
            RequireSizes(options, file, model.Network.Shape);
            return model with { Name = ByteGpt };
        }

        var network = new Transformer(new TransformerShape
        {
            Vocabulary = 256,
            Context = options.Context ?? 64,
            Width = options.Width ?? 64,
            Blocks = options.Blocks ?? 3,
            Heads = options.Heads ?? 4,
        });
        var weights = options.Initial is { } path ? InitialVector.Read(path, network.Layout) : null;
        return new LanguageModel(ByteGpt, network, new ByteTokenizer(), weights);
    }

    /// <summary>Whether a file says itself which sizes its model has: runs write such files.</summary>
    private static bool HasShape(string path) =>
        Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
        && SafetensorsFile.Read(path).Metadata.ContainsKey("width");

    /// <summary>Sizes that are given beside such a file must be the file's.</summary>
    private static void RequireSizes(ModelOptions options, string path, TransformerShape shape)
    {
        (string Key, int? Given, int Has)[] sizes =
        [
            ("width", options.Width, shape.Width),
            ("blocks", options.Blocks, shape.Blocks),
            ("heads", options.Heads, shape.Heads),
            ("context", options.Context, shape.Context),
        ];
        foreach (var (key, given, has) in sizes.Where(size => size.Given is { } given && given != size.Has))
        {
            throw new InputException($"model.{key}: {given}; the model in {path} has {has}, so {has} or no such key is accepted");
        }
    }

    private static LanguageModel FromFolder(ModelOptions options)
    {
        var model = HuggingFaceFolder.Load(options.Folder!);

        // OPT's position table has two more rows than there are positions.
        var found = model.Network.Shape.PositionOffset > 0 ? "opt" : "gpt2";
        return found == options.Name
            ? model
            : throw new InputException($"model.name: {options.Name}; the model in {options.Folder} is of kind {found}, so {found} is accepted");
    }
}
