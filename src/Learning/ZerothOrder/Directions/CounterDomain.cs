namespace Federated.Learning.ZerothOrder;

/// <summary>What the words of a Philox counter are for. Part of every counter; never renumber a published value.</summary>
public enum CounterDomain : uint
{
    /// <summary>Signs or numbers of a direction.</summary>
    Direction = 0,

    /// <summary>Stochastic rounding of a byte.</summary>
    Rounding = 1,

    /// <summary>Which samples a machine looks at.</summary>
    MiniBatch = 2,

    /// <summary>Initial weights.</summary>
    Initialisation = 3,

    /// <summary>Directions of a fixed set of candidate seeds.</summary>
    CandidateSeed = 4,

    /// <summary>Tests.</summary>
    Test = 0x7F,
}
