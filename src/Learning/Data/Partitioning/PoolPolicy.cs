namespace Federated.Learning.Data.Partitioning;

/// <summary>What happens when a class has no unused sample left.</summary>
public enum PoolPolicy
{
    /// <summary>Its probability becomes zero: every sample belongs to one client at most.</summary>
    Exclusive,

    /// <summary>Its pool is filled again and the class redrawn, as in the FedSpeed authors' simulator: samples repeat.</summary>
    Recycle,
}
