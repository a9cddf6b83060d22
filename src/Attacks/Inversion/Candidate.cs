namespace Federated.Attacks.Inversion;

/// <summary>What one restart came to.</summary>
/// <param name="Variables">samples, and whatever else was optimised behind them</param>
/// <param name="Objective">at <paramref name="Variables"/>; infinite if nothing finite was seen</param>
/// <param name="Evaluations">of the objective</param>
/// <param name="Alpha">where the surrogate ended</param>
internal sealed record Candidate(float[] Variables, double Objective, long Evaluations, double Alpha);
