namespace Federated.Learning.Experiments;

/// <summary>A list of clients per round, repeated from its beginning when there are more rounds than lists.</summary>
[Variant("explicit")]
public sealed record ExplicitCohortOptions : CohortOptions
{
    /// <inheritdoc/>
    public override string Kind => "explicit";

    /// <summary>Client ids (0-based) of each round.</summary>
    public required int[][] Rounds { get; init; }
}
