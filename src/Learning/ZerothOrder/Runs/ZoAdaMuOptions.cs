using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// ZO-AdaMU (arXiv 2312.15184): perturbations have a moving mean, steps an adaptive size. Its three coefficients stay at 1 at first and then
/// go over to their values along a cosine. All machines share the perturbation and send one byte.
/// </summary>
[Variant("zo-adamu")]
public sealed record ZoAdaMuOptions : SharedSeedOptions
{
    /// <inheritdoc/>
    public override string Name => "zo-adamu";

    /// <inheritdoc/>
    public override string Title => "ZO-AdaMU";

    /// <summary>Final share a of the variance that is drawn around 0; the rest around the mean.</summary>
    [Accepts("[0, 1]")]
    public double Alpha { get; init; } = 0.5;

    /// <summary>Final weight beta_1 of what is drawn around 0.</summary>
    [Accepts("[0, 1]")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Final weight beta_2 of its square in the step's scale.</summary>
    [Accepts("[0, 1]")]
    public double Beta2 { get; init; } = 0.01;

    /// <summary>Rounds T_1 with all coefficients at 1.</summary>
    [Accepts("[0, 10000000]")]
    public int AnnealFrom { get; init; } = 1024;

    /// <summary>Round T_2 from which on they are final.</summary>
    [Accepts("[1, 10000000]")]
    public int AnnealTo { get; init; } = 16_000;

    /// <inheritdoc/>
    internal override SealedScheme CreateScheme() => new()
    {
        Directions = DirectionKind.Gaussian,
        Sharing = DirectionSharing.Shared,
        Update = UpdateForm.AdaMu,
    };

    /// <inheritdoc/>
    /// <remarks>The exponents 1, 0.1 and 1.5 of the ramps are the paper's.</remarks>
    internal override IReadOnlyList<float> Coefficients(int round) => [Anneal(round, Alpha, 1.0), Anneal(round, Beta1, 0.1), Anneal(round, Beta2, 1.5)];

    /// <inheritdoc/>
    internal override IEnumerable<ExperimentProblem> Check(Experiment experiment) => AnnealTo > AnnealFrom
        ? []
        : [new ExperimentProblem("algorithm.anneal_to", $"{AnnealTo} is not accepted; expected more than anneal_from, {AnnealFrom}")];

    private float Anneal(int round, double final, double exponent)
    {
        var passed = Math.Clamp((round - 1.0 - AnnealFrom) / (AnnealTo - AnnealFrom), 0.0, 1.0);
        return (float)(final + ((1.0 - final) * 0.5 * (1.0 + Math.Cos(Math.PI * Math.Pow(passed, exponent)))));
    }
}
