using Federated.Learning.Experiments;
using Federated.Learning.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>
/// Soteria (Sun et al. 2021, arXiv 2012.06043): leaves out of an update what the inputs r of one fully connected layer, the representation of the samples,
/// say about them. The inputs with the largest sum of |r_j| / |dr_j / dX| over some samples lose their columns of the layer's weight.
/// </summary>
/// <remarks>
/// The paper defends the gradient of one mini-batch. Here it is an update of many steps: derivatives are taken at the model that the client started from,
/// over the first of its samples.
/// </remarks>
[Variant("soteria")]
public sealed record SoteriaOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "soteria";

    /// <summary>The fully connected layer, for example <c>fc2</c>; absent: the last. Not the first layer of the network, whose inputs are the samples.</summary>
    public string? Layer { get; init; }

    /// <summary>Share of the layer's inputs that are left out.</summary>
    [Accepts("(0, 1)")]
    public double Share { get; init; } = 0.2;

    /// <summary>Samples of a client that the derivatives are taken of, at most; each costs a backward pass for every input of the layer.</summary>
    [Accepts("[1, 10000]")]
    public int Samples { get; init; } = 8;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"Soteria on {Layer ?? "the last layer"}: {100 * Share:0.###} % of its inputs left out");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(AdaptiveMeans.SkipLayers, "Leaves the layer's weight out of what it compares.") { SkipLayers = [Layer ?? "*"] };

    /// <inheritdoc/>
    public override bool NeverLengthens => true;

    /// <inheritdoc/>
    public override bool NeedsRepresentation => true;

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        var layer = Layer ?? RepresentationProbe.LastLayer(context.Layout);
        var scores = context.Representation?.Invoke(layer, Samples)
            ?? throw new InvalidOperationException($"{Name} needs {nameof(DefenceContext)}.{nameof(DefenceContext.Representation)}.");
        var weight = RepresentationProbe.WeightOf(context.Layout, layer)
            ?? throw new ArgumentException($"The layout has no fully connected layer '{layer}'.", nameof(context));
        foreach (var column in Largest(scores, Share))
        {
            for (var i = weight.Offset + column; i < weight.Offset + weight.Length; i += scores.Length)
            {
                update[i] = T.Zero;
            }
        }
    }

    private static IEnumerable<int> Largest(double[] scores, double share) => Enumerable.Range(0, scores.Length)
        .OrderByDescending(column => scores[column])
        .ThenBy(column => column)
        .Take(TopK.Count(scores.Length, share));
}
