namespace Federated.Learning.ZerothOrder;

/// <summary>Who looks where in a round.</summary>
public enum DirectionSharing
{
    /// <summary>Every machine has directions of its own: N looks at the loss in N directions.</summary>
    Distinct,

    /// <summary>All machines share the round's directions: one regeneration instead of N, and sums of P tell as much as each P.</summary>
    Shared,
}
