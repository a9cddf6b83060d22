namespace Federated.Attacks.Audit;

/// <summary>What could be said before an attack ran.</summary>
/// <param name="Attack">its name</param>
/// <param name="Round">1-based</param>
/// <param name="Client">who sent the update; null: it is the sum of the round's cohort</param>
/// <param name="Outlook">the verdict</param>
/// <param name="Reason">why, in words</param>
public sealed record AuditForecast(string Attack, int Round, int? Client, Outlook Outlook, string Reason);
