namespace Federated.Attacks.Identity;

/// <summary>How an attacker fares when an update may be a stranger's: of a user of whom it has nothing.</summary>
/// <param name="DetectionAuc">ROC AUC of telling known users' updates from strangers' by the highest score; 0.5 is chance</param>
/// <param name="FalseAcceptance">part of strangers' updates that may be ascribed to somebody</param>
/// <param name="Accuracy">part of known users' updates that are then ascribed to the right user</param>
public sealed record OpenWorldResult(double DetectionAuc, double FalseAcceptance, double Accuracy);
