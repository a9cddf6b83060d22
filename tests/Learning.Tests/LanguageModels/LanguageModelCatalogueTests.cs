using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Tests.LanguageModels.HuggingFace;
using Federated.Learning.Tests.Tasks;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class LanguageModelCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_byte_gpt_has_the_usual_sizes_unless_told_otherwise()
    {
        var usual = LanguageModelCatalogue.Create(new ModelOptions { Name = "byte-gpt" });
        var other = LanguageModelCatalogue.Create(new ModelOptions { Name = "byte-gpt", Width = 128, Blocks = 4, Context = 64 });

        Assert.Equal((170_560, 834_304), (usual.Network.Layout.Dimension, other.Network.Layout.Dimension));
        Assert.Null(usual.Weights);
    }

    [Fact]
    public void The_shipped_model_is_trained()
    {
        var model = LanguageModelCatalogue.Create(new ModelOptions { Name = "sotu-gpt" });

        Assert.Equal(170_560, model.Weights!.Length);
        Assert.IsType<ByteTokenizer>(model.Tokenizer);
    }

    /// <summary>A file without notes, of any other program.</summary>
    [Fact]
    public void A_file_without_sizes_goes_with_the_sizes_of_the_experiment()
    {
        var path = _folder.File("plain.safetensors");
        SafetensorsFile.Write(path, LanguageBed.Network.Layout, LanguageBed.Model.Weights!);
        var options = new ModelOptions { Name = "byte-gpt", Width = 16, Blocks = 2, Heads = 2, Context = 12, Initial = path };

        Assert.Equal(LanguageBed.Model.Weights, LanguageModelCatalogue.Create(options).Weights);
        Assert.Contains(
            "wte.weight has the shape [256, 16]; expected [256, 32]",
            Assert.Throws<InputException>(() => LanguageModelCatalogue.Create(options with { Width = 32 })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt2", "opt")]
    [InlineData("opt", "gpt2")]
    public void A_folder_holds_the_kind_of_model_that_is_named(string kind, string other)
    {
        using var folder = kind == "opt" ? ModelFolder.Opt(out var checkpoint) : ModelFolder.Gpt2(out checkpoint);
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        var options = new ModelOptions { Name = kind, Folder = folder.Path };

        Assert.Equal(ModelFolder.Vocabulary, LanguageModelCatalogue.Create(options).Network.Shape.Vocabulary);
        Assert.Equal(
            $"model.name: {other}; the model in {folder.Path} is of kind {kind}, so {kind} is accepted",
            Assert.Throws<InputException>(() => LanguageModelCatalogue.Create(options with { Name = other })).Message);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.Equal(
            "model.name: 'gpt3' is not known; expected one of byte-gpt, sotu-gpt, gpt2, opt",
            Assert.Throws<InputException>(() => LanguageModelCatalogue.Create(new ModelOptions { Name = "gpt3" })).Message);
}
