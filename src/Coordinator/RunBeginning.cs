namespace Federated.Coordinator;

/// <summary>When nodes are given work.</summary>
public enum RunBeginning
{
    /// <summary>As soon as they are there.</summary>
    AtOnce,

    /// <summary>Once an operator says so; until then nodes join and wait.</summary>
    WhenAsked,
}
