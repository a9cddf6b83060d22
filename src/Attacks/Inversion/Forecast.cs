using Federated.Attacks.Audit;

namespace Federated.Attacks.Inversion;

/// <summary>What can be said of an attack on an observation before it runs.</summary>
/// <param name="Outlook">the verdict</param>
/// <param name="Reason">why, in words</param>
public sealed record Forecast(Outlook Outlook, string Reason);
