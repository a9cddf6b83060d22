namespace Federated.Learning.Rounds;

/// <summary>Why a run ended.</summary>
public enum RunOutcome
{
    /// <summary>All rounds are done.</summary>
    Completed,

    /// <summary>The target accuracy was reached.</summary>
    TargetReached,

    /// <summary>Interrupted; the state of the last complete round is saved.</summary>
    Interrupted,
}
