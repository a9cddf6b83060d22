namespace Federated.Attacks.Inversion;

/// <summary>What does not depend on the order of an epoch's images: taken over them for each value.</summary>
public enum OrderStatistic
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their maximum.</summary>
    Max,
}
