using System.Globalization;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>
/// Low-rank adapters (Hu et al. 2021, arXiv 2106.09685) on the projections to queries, keys and values: W + (alpha / r) B A with A [r, input] and
/// B [output, r]. As in the paper's code A starts uniform on +-1/sqrt(input) (Kaiming with a = sqrt 5) and B at zero, so that training
/// starts at the function of W.
/// </summary>
internal sealed class LoraAdapters : TrainedPart
{
    private const string Adapted = ".attn.c_attn.weight";
    private readonly ulong _seed;
    private readonly int _rank;
    private readonly float _scale;

    /// <summary>Index in the whole's layout of each adapted tensor.</summary>
    private readonly int[] _places;

    public LoraAdapters(Transformer network, float[] weights, int rank, double alpha, ulong seed)
        : base(network, weights)
    {
        if (rank > network.Shape.Width)
        {
            throw new InputException($"model.lora_rank: {rank}; the model's width is {network.Shape.Width}, so 1 to {network.Shape.Width} are accepted");
        }

        (_seed, _rank, _scale) = (seed, rank, (float)(alpha / rank));
        var tensors = network.Layout.Tensors;
        _places = [.. Enumerable.Range(0, tensors.Count).Where(i => tensors[i].Name.EndsWith(Adapted, StringComparison.Ordinal))];
        foreach (var tensor in _places.Select(place => tensors[place]))
        {
            var (output, input) = (tensor.Shape[0], tensor.Shape[1]);
            Layout.Add($"{tensor.Name}.lora_a", Initialiser.FanIn(input), rank, input);
            Layout.Add($"{tensor.Name}.lora_b", Initialiser.Constant(0.0), output, rank);
        }
    }

    /// <inheritdoc/>
    public override ParameterLayout Layout { get; } = new();

    /// <inheritdoc/>
    public override void Initialise(Span<float> trained) => Layout.Initialise(_seed, trained, lane: Network.Layout.Tensors.Count);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Whole(IReadOnlyList<Tensor> trained)
    {
        Tensor[] whole = [.. Frozen];
        for (var i = 0; i < _places.Length; i++)
        {
            whole[_places[i]] = addmm(whole[_places[i]], trained[(2 * i) + 1], trained[2 * i], beta: 1.0f, alpha: _scale);
        }

        return whole;
    }

    /// <inheritdoc/>
    public override float[] Merge(ReadOnlySpan<float> trained)
    {
        var whole = (float[])Weights.Clone();
        for (var i = 0; i < _places.Length; i++)
        {
            var tensor = Network.Layout.Tensors[_places[i]];
            var input = (int)tensor.Shape[1];
            var a = trained.Slice(Layout.Tensors[2 * i].Offset, Layout.Tensors[2 * i].Length);
            var b = trained.Slice(Layout.Tensors[(2 * i) + 1].Offset, Layout.Tensors[(2 * i) + 1].Length);
            for (var row = 0; row < tensor.Shape[0]; row++)
            {
                var weights = whole.AsSpan(tensor.Offset + (row * input), input);
                for (var k = 0; k < _rank; k++)
                {
                    FlatVector.AddScaled(weights, _scale * b[(row * _rank) + k], a.Slice(k * input, input));
                }
            }
        }

        return whole;
    }

    /// <inheritdoc/>
    protected override string Identify() =>
        Identify($"{ModelHash.Of<float>(Weights)}\n{_scale.ToString("R", CultureInfo.InvariantCulture)}");
}
