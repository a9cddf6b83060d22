using System.Text;
using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class ShippedModelTests : IDisposable
{
    /// <summary>From an inaugural address of 1961, which is no State of the Union speech: the model has not seen it.</summary>
    private const string Unseen =
        """
        Now the trumpet summons us again, not as a call to bear arms, though arms we need, not as a call to battle, though embattled we are,
        but a call to bear the burden of a long twilight struggle, year in and year out. In the long history of the world, only a few generations
        have been granted the role of defending freedom in its hour of maximum danger. I do not shrink from this responsibility, I welcome it.
        I do not believe that any of us would exchange places with any other people or any other generation. The energy, the faith, the devotion
        which we bring to this endeavor will light our country and all who serve it, and the glow from that fire can truly light the world.
        """;

    private readonly LanguageModel _model = ByteGptFile.Shipped();
    private readonly ParameterVector _parameters;

    public ShippedModelTests() => _parameters = NetworkOutput.Parameters(_model);

    public void Dispose() => _parameters.Dispose();

    [Fact]
    public void It_has_the_shape_that_is_documented()
    {
        Assert.Equal("sotu-gpt", _model.Name);
        Assert.Equal(new() { Vocabulary = 256, Context = 64, Width = 64, Blocks = 3, Heads = 4 }, _model.Network.Shape);
        Assert.Equal(170_560, _model.Weights!.Length);
    }

    [Fact]
    public void It_was_made_as_its_options_say_by_default()
    {
        using var folder = new TemporaryFolder();
        using (var stream = typeof(ByteGptFile).Assembly.GetManifestResourceStream("Federated.Learning.LanguageModels.sotu-gpt.safetensors"))
        using (var file = File.Create(folder.File("model.safetensors")))
        {
            stream!.CopyTo(file);
        }

        var notes = SafetensorsFile.Read(folder.File("model.safetensors")).Metadata;
        var usual = new PretrainingOptions();
        Assert.Equal(
            ($"{usual.Steps}", $"{usual.Batch}", $"{usual.Seed}", "0.003", "0.05"),
            (notes["steps"], notes["batch"], notes["seed"], notes["learning_rate"], notes["held_out"]));
        Assert.Equal(usual.Shape, _model.Network.Shape);
    }

    [Fact]
    public void It_knows_the_language()
    {
        var text = Encoding.ASCII.GetBytes(Unseen.Replace('\n', ' '));
        Assert.InRange(Pretraining.Loss(_model.Network, _parameters, text, default), 1.0, 2.1);
    }

    [Fact]
    public void It_continues_The_United_by_States()
    {
        var tokens = _model.Tokenizer.Encode("The United "u8).ToList();
        var start = tokens.Count;
        while (tokens.Count < start + "States".Length)
        {
            var last = NetworkOutput.Logits(_model.Network, _parameters, [.. tokens])[^256..];
            tokens.Add(Array.IndexOf(last, last.Max()));
        }

        Assert.Equal("States", string.Concat(tokens.Skip(start).Select(token => (char)token)));
    }
}
