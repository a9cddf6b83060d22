namespace Federated.Attacks.Audit;

/// <summary>What an audit of one family tries.</summary>
internal interface IAuditSuite
{
    /// <summary>Who looks.</summary>
    string Adversary { get; }

    /// <summary>Rounds that are attacked; known after <see cref="Plan"/>.</summary>
    IReadOnlyList<int> Audited { get; }

    /// <summary>What is to be expected, before anything runs; known after <see cref="Plan"/>.</summary>
    IReadOnlyList<AuditForecast> Forecasts { get; }

    /// <summary>What does not apply, each with its reason; known after <see cref="Plan"/>.</summary>
    IReadOnlyList<string> LeftOut { get; }

    /// <summary>Makes the plan; the first jobs count most.</summary>
    IReadOnlyList<AuditJob> Plan();
}
