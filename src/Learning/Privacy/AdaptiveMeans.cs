namespace Federated.Learning.Privacy;

/// <summary>How an attack adapts to a defence.</summary>
public enum AdaptiveMeans
{
    /// <summary>Nothing helps that is known.</summary>
    None,

    /// <summary>Compare only where the update is not zero.</summary>
    MaskAware,

    /// <summary>Leave the defended layers out of the objective.</summary>
    SkipLayers,

    /// <summary>Compare directions, not lengths.</summary>
    ScaleInvariant,

    /// <summary>Average what the same client sent in several rounds.</summary>
    AverageRounds,

    /// <summary>Compare only the signs.</summary>
    SignOnly,

    /// <summary>Look for the share of samples that are the client's own.</summary>
    KnownShare,

    /// <summary>Attack the sum over the cohort as if it were one client with all of its samples.</summary>
    AttackSum,
}
