namespace Federated.Attacks.Identity;

/// <summary>How well pairs of one user's updates are told from pairs of two users'.</summary>
public sealed record MatchingResult
{
    /// <summary>Name of the matcher.</summary>
    public required string Matcher { get; init; }

    /// <summary>ROC AUC over pairs of an anonymous and a labelled update: the user's other data.</summary>
    public required double Auc { get; init; }

    /// <summary>Equal error rate over the same pairs.</summary>
    public required double EqualErrorRate { get; init; }

    /// <summary>ROC AUC over pairs of anonymous updates of different rounds: linking a device's updates, without knowing anybody. NaN: there are none.</summary>
    public required double LinkingAuc { get; init; }
}
