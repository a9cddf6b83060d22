namespace Federated.Learning.Privacy;

/// <summary>How much a run has given away: with probability 1 - delta no adversary's odds about a unit change by more than exp(epsilon).</summary>
/// <param name="Unit">whose data</param>
/// <param name="Models">epsilon against whoever sees all global models of the run, or without a server all messages</param>
/// <param name="Coordinator">epsilon against a coordinator that sees what clients send, and who takes part; null: the same, or there is none</param>
/// <param name="Delta">delta of both</param>
public sealed record PrivacyLoss(PrivacyUnit Unit, double Models, double? Coordinator, double Delta);
