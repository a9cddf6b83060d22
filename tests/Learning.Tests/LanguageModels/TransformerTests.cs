using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class TransformerTests
{
    private static readonly TransformerShape _small = new() { Vocabulary = 17, Context = 9, Width = 12, Blocks = 2, Heads = 3 };

    [Theory]
    [InlineData(Activation.Gelu, 0)]
    [InlineData(Activation.GeluTanh, 0)]
    [InlineData(Activation.Relu, 2)]
    public void It_agrees_with_the_equations_written_out(Activation activation, int offset)
    {
        var transformer = new Transformer(_small with { Activation = activation, PositionOffset = offset });
        using var parameters = Random(transformer, scale: 0.5);
        int[] tokens = [3, 16, 0, 3, 9, 11, 2];
        var plain = new PlainTransformer(transformer.Shape, transformer.Layout, parameters.Values.ToArray()).Logits(tokens);
        Assert.Equal(plain.SelectMany(row => row), NetworkOutput.Logits(transformer, parameters, tokens).Select(value => (double)value), (a, b) => Math.Abs(a - b) < 2e-4);
        Assert.True(plain.SelectMany(row => row).Max() > 1);
    }

    [Fact]
    public void A_token_knows_nothing_of_those_after_it()
    {
        var transformer = new Transformer(_small);
        using var parameters = Random(transformer, scale: 0.5);
        var one = NetworkOutput.Logits(transformer, parameters, [3, 16, 0, 3, 9]);
        var other = NetworkOutput.Logits(transformer, parameters, [3, 16, 0, 7, 1]);
        Assert.Equal(one.Take(3 * 17), other.Take(3 * 17));
        Assert.NotEqual(one.Skip(3 * 17), other.Skip(3 * 17));
    }

    /// <summary>The byte-level models that runs use.</summary>
    [Theory]
    [InlineData(64, 3, 64, 170_560)]
    [InlineData(128, 4, 64, 834_304)]
    public void Parameters_are_counted(int width, int blocks, int context, int expected)
    {
        var transformer = new Transformer(new() { Vocabulary = 256, Context = context, Width = width, Blocks = blocks, Heads = 4 });
        Assert.Equal(expected, transformer.Layout.Dimension);
        Assert.Equal(expected, transformer.Shape.Parameters);
    }

    [Fact]
    public void More_parameters_than_a_vector_holds_are_refused()
    {
        var error = Assert.Throws<InputException>(() => new Transformer(_small with { Width = 12_000, Blocks = int.MaxValue }));
        Assert.Contains("parameters; expected at most 2147483647", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_untrained_model_guesses()
    {
        var transformer = new Transformer(_small);
        using var parameters = Random(transformer, scale: null);
        Assert.All(NetworkOutput.Logits(transformer, parameters, [1, 2, 3, 4]), value => Assert.InRange(value, -0.5f, 0.5f));
    }

    [Theory]
    [InlineData(5, "5 heads on a width of 12; expected a number that divides it")]
    [InlineData(0, "0 heads on a width of 12; expected a number that divides it")]
    public void Sizes_that_do_not_fit_are_refused(int heads, string reason)
    {
        var error = Assert.Throws<InputException>(() => new Transformer(_small with { Heads = heads }));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_longer_than_the_context_is_refused()
    {
        var transformer = new Transformer(_small);
        using var parameters = Random(transformer, scale: null);
        var error = Assert.Throws<ArgumentException>(() => NetworkOutput.Logits(transformer, parameters, [.. Enumerable.Repeat(1, 10)]));
        Assert.Contains("a sequence of 10 tokens; expected at most 9", error.Message, StringComparison.Ordinal);
    }

    private static ParameterVector Random(Transformer transformer, double? scale)
    {
        var parameters = new ParameterVector(transformer.Layout, trainable: false);
        transformer.Layout.Initialise(3, parameters.Values);
        if (scale is { } deviation)
        {
            var stream = new KeyedStream(5, Purpose.SyntheticData);
            foreach (ref var value in parameters.Values)
            {
                value += (float)(deviation * stream.NextGaussian());
            }
        }

        return parameters;
    }
}
