using System.Numerics;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>
/// Rounds every number of a tensor to one of 2^b - 1 evenly spaced levels between plus and minus the tensor's largest magnitude, or with one bit to one
/// of these two.
/// </summary>
[Variant("quantise")]
public sealed record QuantiseOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "quantise";

    /// <summary>Bits b of a number.</summary>
    [Accepts("[1, 16]")]
    public int Bits { get; init; } = 8;

    /// <summary>How a number between two levels is rounded.</summary>
    public Rounding Rounding { get; init; } = Rounding.Stochastic;

    /// <inheritdoc/>
    public override string Description =>
        $"quantised to {Bits} bit{(Bits == 1 ? "" : "s")}, rounded {(Rounding == Rounding.Stochastic ? "at random" : "to the nearest")}";

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => Bits > 1
        ? new(AdaptiveMeans.None, "Treats the rounding as noise, and averages over rounds where it is at random.")
        : new(AdaptiveMeans.SignOnly, "Compares only signs: nothing else is left of a number.");

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        var stream = context.Stream(Purpose.UpdateRounding);
        foreach (var tensor in context.Layout.Tensors)
        {
            var values = update.Slice(tensor.Offset, tensor.Length);
            if (Rounding == Rounding.Stochastic)
            {
                StochasticQuantiser.Round(values, Bits, ref stream);
            }
            else
            {
                ToNearest(values, Bits);
            }
        }
    }

    private static void ToNearest<T>(Span<T> values, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var max = StochasticQuantiser.Largest(values);
        if (max == 0.0)
        {
            return;
        }

        var levels = (1 << (bits - 1)) - 1;
        foreach (ref var value in values)
        {
            var number = double.CreateTruncating(value);
            value = T.CreateTruncating(levels == 0 ? Math.CopySign(max, number) : max / levels * Math.Round(levels * number / max));
        }
    }
}
