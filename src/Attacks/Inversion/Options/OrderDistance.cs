namespace Federated.Attacks.Inversion;

/// <summary>How far two epochs' statistics are apart.</summary>
public enum OrderDistance
{
    /// <summary>Mean of squared differences.</summary>
    L2,

    /// <summary>Mean of absolute differences.</summary>
    L1,
}
