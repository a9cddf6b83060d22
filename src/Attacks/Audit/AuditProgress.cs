namespace Federated.Attacks.Audit;

/// <summary>How far an audit is.</summary>
/// <param name="Done">jobs that are done</param>
/// <param name="Jobs">jobs in all</param>
/// <param name="Name">the job that has just begun, or ended</param>
/// <param name="Seconds">since the beginning</param>
public sealed record AuditProgress(int Done, int Jobs, string Name, double Seconds);
