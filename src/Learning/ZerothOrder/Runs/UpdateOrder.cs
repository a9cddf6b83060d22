namespace Federated.Learning.ZerothOrder;

/// <summary>Whether the order of rounds matters.</summary>
public enum UpdateOrder
{
    /// <summary>Round after round, as the log has them.</summary>
    Sequential,

    /// <summary>Any: weights are a function of the set of rounds. Takes eight bytes more per parameter, a constant learning rate and no weight decay.</summary>
    Accumulated,
}
