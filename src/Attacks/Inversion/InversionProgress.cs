namespace Federated.Attacks.Inversion;

/// <summary>How far a restart of an attack is.</summary>
/// <param name="Restart">0-based</param>
/// <param name="Iteration">iterations done</param>
/// <param name="Iterations">planned</param>
/// <param name="Best">lowest objective of this restart so far</param>
public sealed record InversionProgress(int Restart, int Iteration, int Iterations, double Best);
