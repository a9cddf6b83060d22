using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>Every parameter is trained.</summary>
internal sealed class WholeTransformer(Transformer network, float[] weights) : TrainedPart(network, weights)
{
    /// <inheritdoc/>
    public override ParameterLayout Layout => Network.Layout;

    /// <inheritdoc/>
    public override void Initialise(Span<float> trained) => Weights.CopyTo(trained);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Whole(IReadOnlyList<Tensor> trained) => trained;

    /// <inheritdoc/>
    public override float[] Merge(ReadOnlySpan<float> trained) => trained.ToArray();

    /// <inheritdoc/>
    protected override string Identify() => Layout.Hash;
}
