namespace Federated.Learning.LanguageModels;

/// <summary>How far a pretraining is.</summary>
/// <param name="Step">steps done, from 1</param>
/// <param name="Steps">steps in all</param>
/// <param name="Loss">mean loss of the step's windows before the step, nats per byte</param>
public sealed record PretrainingStep(int Step, int Steps, double Loss);
