namespace Federated.Learning.Experiments;

/// <summary>Order of a client's samples in an epoch.</summary>
public enum BatchOrder
{
    /// <summary>A fresh shuffle per epoch from a keyed stream.</summary>
    Shuffled,

    /// <summary>As stored: for step-by-step comparison with another framework.</summary>
    File,
}
