using Federated.Learning.Native;
using Federated.Learning.Parameters;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>
/// A decoder-only transformer (Radford et al. 2019) as a function of its parameters. Linear weights are [output, input]; the three projections of
/// attention are one matrix, queries first, then keys, then values.
/// </summary>
public sealed class Transformer
{
    private const double Epsilon = 1e-5;
    private const double Deviation = 0.02;

    /// <summary>Tensors before the first block.</summary>
    private const int Embeddings = 2;

    /// <summary>Tensors of a block.</summary>
    private const int PerBlock = 12;

    /// <param name="shape">its sizes</param>
    /// <exception cref="InputException">They do not fit together.</exception>
    public Transformer(TransformerShape shape)
    {
        if (shape.Problem() is { } problem)
        {
            throw new InputException($"transformer: {problem}");
        }

        Shape = shape;
        var width = shape.Width;
        Layout.Add("wte.weight", Initialiser.Normal(Deviation), shape.Vocabulary, width);
        Layout.Add("wpe.weight", Initialiser.Normal(Deviation), shape.Context + shape.PositionOffset, width);
        for (var block = 0; block < shape.Blocks; block++)
        {
            // Outputs of a block add up along the residual stream: GPT-2 starts them smaller the more blocks there are.
            var residual = Deviation / Math.Sqrt(2.0 * shape.Blocks);
            AddNorm($"h.{block}.ln_1");
            AddLinear($"h.{block}.attn.c_attn", width, 3 * width, Deviation);
            AddLinear($"h.{block}.attn.c_proj", width, width, residual);
            AddNorm($"h.{block}.ln_2");
            AddLinear($"h.{block}.mlp.c_fc", width, 4 * width, Deviation);
            AddLinear($"h.{block}.mlp.c_proj", 4 * width, width, residual);
        }

        AddNorm("ln_f");
    }

    /// <summary>Its sizes.</summary>
    public TransformerShape Shape { get; }

    /// <summary>Its parameters.</summary>
    public ParameterLayout Layout { get; } = new();

    /// <summary>Scores of the next token at each position.</summary>
    /// <param name="p">one tensor per entry of the layout</param>
    /// <param name="tokens">[batch, time], int64, time at most the context</param>
    /// <returns>[batch, time, V]</returns>
    public Tensor Logits(IReadOnlyList<Tensor> p, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return nn.functional.linear(States(p, tokens), p[0]).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of some tokens at some positions: a head of 50,000 tokens costs more than all blocks.</summary>
    /// <param name="p">one tensor per entry of the layout</param>
    /// <param name="tokens">[batch, time], int64, time at most the context</param>
    /// <param name="positions">[n], int64: indices into batch * time positions</param>
    /// <param name="answers">[a], int64: tokens</param>
    /// <returns>[n, a]</returns>
    public Tensor Logits(IReadOnlyList<Tensor> p, Tensor tokens, Tensor positions, Tensor answers)
    {
        using var scope = NewDisposeScope();
        var states = States(p, tokens).flatten(0, 1).index_select(0, positions);
        return nn.functional.linear(states, p[0].index_select(0, answers)).MoveToOuterDisposeScope();
    }

    /// <summary>What the head sees, [batch, time, width].</summary>
    private Tensor States(IReadOnlyList<Tensor> p, Tensor tokens)
    {
        var time = tokens.shape[1];
        if (time > Shape.Context)
        {
            throw new ArgumentException($"a sequence of {time} tokens; expected at most {Shape.Context}", nameof(tokens));
        }

        using var scope = NewDisposeScope();
        var positions = p[1].narrow(0, Shape.PositionOffset, time);
        var x = TensorSum.Of(p[0].index_select(0, tokens.reshape(-1)).view(tokens.shape[0], time, Shape.Width), positions);
        for (var block = 0; block < Shape.Blocks; block++)
        {
            x = Block(x, p, Embeddings + (block * PerBlock));
        }

        var last = Embeddings + (Shape.Blocks * PerBlock);
        return Norm(x, p, last).MoveToOuterDisposeScope();
    }

    private Tensor Block(Tensor x, IReadOnlyList<Tensor> p, int at)
    {
        x = TensorSum.Of(x, Attention(Norm(x, p, at), p, at + 2));
        var hidden = nn.functional.linear(Norm(x, p, at + 6), p[at + 8], p[at + 9]);
        return TensorSum.Of(x, nn.functional.linear(Activate(hidden), p[at + 10], p[at + 11]));
    }

    private Tensor Attention(Tensor x, IReadOnlyList<Tensor> p, int at)
    {
        var (batch, time, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var heads = nn.functional.linear(x, p[at], p[at + 1]).view(batch, time, 3, Shape.Heads, width / Shape.Heads).permute(2, 0, 3, 1, 4);
        var mixed = nn.functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], is_casual: true);
        return nn.functional.linear(mixed.transpose(1, 2).reshape(batch, time, width), p[at + 2], p[at + 3]);
    }

    private Tensor Norm(Tensor x, IReadOnlyList<Tensor> p, int at) =>
        nn.functional.layer_norm(x, [Shape.Width], p[at], p[at + 1], Epsilon);

    private Tensor Activate(Tensor x) => Shape.Activation switch
    {
        Activation.Relu => x.relu(),
        Activation.GeluTanh => nn.functional.gelu(x, GELU.Approximate.tanh),
        _ => nn.functional.gelu(x),
    };

    private void AddNorm(string name)
    {
        Layout.Add($"{name}.weight", Initialiser.Constant(1.0), Shape.Width);
        Layout.Add($"{name}.bias", Initialiser.Constant(0.0), Shape.Width);
    }

    private void AddLinear(string name, long input, long output, double deviation)
    {
        Layout.Add($"{name}.weight", Initialiser.Normal(deviation), output, input);
        Layout.Add($"{name}.bias", Initialiser.Constant(0.0), output);
    }
}
