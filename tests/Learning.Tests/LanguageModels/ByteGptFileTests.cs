using System.Globalization;
using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class ByteGptFileTests : IDisposable
{
    private static readonly Transformer _network =
        new(new() { Vocabulary = 256, Context = 5, Width = 6, Blocks = 2, Heads = 3, Activation = Activation.GeluTanh });

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _weights = new float[_network.Layout.Dimension];

    public ByteGptFileTests() => _network.Layout.Initialise(4, _weights);

    private string Path => _folder.File("tiny.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        ByteGptFile.Write(Path, _network, _weights, new Dictionary<string, string> { ["made_by"] = "a test" });
        var model = ByteGptFile.Read(Path);
        Assert.Equal("tiny", model.Name);
        Assert.Equal(_network.Shape, model.Network.Shape);
        Assert.Equal(_weights, model.Weights);
        Assert.IsType<ByteTokenizer>(model.Tokenizer);
        Assert.Equal("a test", SafetensorsFile.Read(Path).Metadata["made_by"]);
    }

    [Theory]
    [InlineData("vocabulary", "257", "vocabulary is 257; expected 256: every byte is a token")]
    [InlineData("context", null, "its notes (__metadata__) lack 'context'; expected a model that 'fed pretrain' wrote")]
    [InlineData("context", "6", "values; expected the")]
    [InlineData("width", "-6", "width is -6; expected a whole number from 1 on")]
    [InlineData("width", "2147483646", "parameters; expected at most 2147483647")]
    [InlineData("blocks", "2147483647", "parameters; expected at most 2147483647")]
    [InlineData("heads", "4", "4 heads on a width of 6; expected a number that divides it")]
    [InlineData("activation", "swish", "activation is swish; expected one of gelu, gelu_tanh, relu")]
    public void Notes_that_do_not_fit_are_refused(string name, string? value, string reason)
    {
        var notes = Notes();
        if (value is null)
        {
            notes.Remove(name);
        }
        else
        {
            notes[name] = value;
        }

        SafetensorsFile.Write(Path, _network.Layout, _weights, notes);
        var error = Assert.Throws<InputException>(() => ByteGptFile.Read(Path));
        Assert.StartsWith($"{Path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_other_names_are_refused()
    {
        var renamed = _network.Layout.Tensors.Select(tensor =>
            new TensorEntry(tensor.Name.Replace("ln_f", "ln_x", StringComparison.Ordinal), tensor.Shape, _weights.AsMemory(tensor.Offset, tensor.Length)));
        SafetensorsFile.Write(Path, renamed, Notes());
        var error = Assert.Throws<InputException>(() => ByteGptFile.Read(Path));
        Assert.Contains("no tensor ln_f.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        _weights[17] = float.NaN;
        SafetensorsFile.Write(Path, _network.Layout, _weights, Notes());
        var error = Assert.Throws<InputException>(() => ByteGptFile.Read(Path));
        Assert.Contains("NaN or infinite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_byte_level_models_are_written()
    {
        var other = new Transformer(_network.Shape with { Vocabulary = 17 });
        Assert.Throws<ArgumentException>(() => ByteGptFile.Write(Path, other, new float[other.Layout.Dimension], new Dictionary<string, string>()));
        Assert.False(File.Exists(Path));
    }

    private static Dictionary<string, string> Notes() => new()
    {
        ["vocabulary"] = "256",
        ["context"] = _network.Shape.Context.ToString(CultureInfo.InvariantCulture),
        ["width"] = "6",
        ["blocks"] = "2",
        ["heads"] = "3",
        ["activation"] = "gelu_tanh",
    };
}
