using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>Normalisations and biases are trained.</summary>
internal sealed class NormsAndBiases : TrainedPart
{
    /// <summary>Index in the whole's layout of each trained tensor.</summary>
    private readonly int[] _places;

    public NormsAndBiases(Transformer network, float[] weights)
        : base(network, weights)
    {
        var tensors = network.Layout.Tensors;
        _places = [.. Enumerable.Range(0, tensors.Count).Where(i => IsTrained(tensors[i].Name))];
        foreach (var place in _places)
        {
            Layout.Add(tensors[place].Name, tensors[place].Initialiser, tensors[place].Shape);
        }
    }

    /// <inheritdoc/>
    public override ParameterLayout Layout { get; } = new();

    /// <inheritdoc/>
    public override void Initialise(Span<float> trained)
    {
        for (var i = 0; i < _places.Length; i++)
        {
            Part(Weights, i).CopyTo(trained[Layout.Tensors[i].Offset..]);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Whole(IReadOnlyList<Tensor> trained)
    {
        Tensor[] whole = [.. Frozen];
        for (var i = 0; i < _places.Length; i++)
        {
            whole[_places[i]] = trained[i];
        }

        return whole;
    }

    /// <inheritdoc/>
    public override float[] Merge(ReadOnlySpan<float> trained)
    {
        var whole = (float[])Weights.Clone();
        for (var i = 0; i < _places.Length; i++)
        {
            trained.Slice(Layout.Tensors[i].Offset, Layout.Tensors[i].Length).CopyTo(Part(whole, i));
        }

        return whole;
    }

    /// <inheritdoc/>
    protected override string Identify() => Identify(ModelHash.Of<float>(Merge(new float[Layout.Dimension])));

    private static bool IsTrained(string name) =>
        name.Contains(".ln_", StringComparison.Ordinal)
        || name.StartsWith("ln_f", StringComparison.Ordinal)
        || name.EndsWith(".bias", StringComparison.Ordinal);

    /// <summary>Where a trained tensor lies in the whole's vector.</summary>
    private Span<float> Part(float[] whole, int trained)
    {
        var tensor = Network.Layout.Tensors[_places[trained]];
        return whole.AsSpan(tensor.Offset, tensor.Length);
    }
}
