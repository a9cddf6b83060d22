namespace Federated.Learning.Experiments;

/// <summary>Each client independently with the same probability; drawn again while empty.</summary>
[Variant("bernoulli")]
public sealed record BernoulliCohortOptions : CohortOptions
{
    /// <inheritdoc/>
    public override string Kind => "bernoulli";

    /// <summary>Probability of taking part.</summary>
    [Accepts("(0, 1]")]
    public double Ratio { get; init; } = 0.1;
}
