using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>Adds independent noise to every number of an update.</summary>
[Variant("noise")]
public sealed record NoiseOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <summary>Distribution.</summary>
    public NoiseKind Kind { get; init; } = NoiseKind.Gaussian;

    /// <summary>Standard deviation, of either distribution.</summary>
    [Accepts("(0, inf)")]
    public double Std { get; init; } = 0.01;

    /// <summary>What the deviation is measured in.</summary>
    public NoiseScale Scale { get; init; } = NoiseScale.Absolute;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"{(Kind == NoiseKind.Gaussian ? "Gaussian" : "Laplace")} noise, {(Scale == NoiseScale.Absolute ? $"deviation {Std:R}" : $"{Std:R} times as long as the update")}");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(
        AdaptiveMeans.AverageRounds, "Averages what a client sends in several rounds: the noise is new in each, the client's data are not.");

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        var std = Scale == NoiseScale.Absolute ? Std : Std * FlatVector.Norm<T>(update) / Math.Sqrt(update.Length);
        var stream = context.Stream(Purpose.UpdateNoise);
        if (Kind == NoiseKind.Gaussian)
        {
            Noise.AddGaussian(update, std, ref stream);
        }
        else
        {
            Noise.AddLaplace(update, std, ref stream);
        }
    }
}
