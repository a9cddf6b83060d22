namespace Federated.Attacks.Audit;

/// <summary>How much an audit tries.</summary>
public enum SuiteKind
{
    /// <summary>The first and the last recorded round, two strengths of each defence.</summary>
    Quick,

    /// <summary>Up to four rounds, two clients each, all attacks, four strengths of each defence.</summary>
    Full,
}
