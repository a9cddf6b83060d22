namespace Federated.Attacks.Audit;

/// <summary>A piece of an audit that a worker does on its own.</summary>
/// <param name="Name">for people: <c>SME, round 1, client 3, noise 0.1, adaptive</c></param>
/// <param name="Work">does it; its token ends it early when the time is up, and it then keeps the best so far</param>
internal sealed record AuditJob(string Name, Action<CancellationToken> Work);
