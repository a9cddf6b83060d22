using Federated.Learning.Experiments;
using Federated.Learning.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>Shortens an update to a norm: u = u min(1, C / |u|), over all tensors together. With noise after it, client-level differential privacy.</summary>
[Variant("clip")]
public sealed record ClipOptions : UpdateDefenceOptions
{
    /// <summary>Rounding the factor down keeps the float32 norm at or below C.</summary>
    private const double Below = 1.0 - 1e-6;

    /// <inheritdoc/>
    public override string Name => "clip";

    /// <summary>Longest L2 norm C of an update.</summary>
    [Accepts("(0, inf)")]
    public double Norm { get; init; } = 1.0;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"clipped to norm {Norm}");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(AdaptiveMeans.ScaleInvariant, "Compares directions by their cosine: a clip changes the length only.");

    /// <inheritdoc/>
    public override bool NeverLengthens => true;

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        var norm = FlatVector.Norm<T>(update);
        if (norm > Norm)
        {
            FlatVector.Scale(update, Norm / norm * Below, update);
        }
    }
}
