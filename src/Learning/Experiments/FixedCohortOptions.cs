namespace Federated.Learning.Experiments;

/// <summary>The same number of clients each round, drawn without replacement.</summary>
[Variant("fixed")]
public sealed record FixedCohortOptions : CohortOptions
{
    /// <inheritdoc/>
    public override string Kind => "fixed";

    /// <summary>Clients per round.</summary>
    [Accepts("[1, 100000000]")]
    public int Count { get; init; } = 10;
}
