namespace Federated.Learning.ZerothOrder;

/// <summary>What the words of a Philox counter are for. Part of every counter; never renumber a published value.</summary>
public enum CounterDomain : uint
{
    /// <summary>Signs or numbers of a direction.</summary>
    Direction = 0,

    /// <summary>Stochastic rounding of a byte.</summary>
    Rounding = 1,

    /// <summary>Numbers of one of the directions that a run with candidates draws from.</summary>
    Candidate = 4,

    /// <summary>Which candidate a sample takes.</summary>
    CandidateChoice = 5,
}
