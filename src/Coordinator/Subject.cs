namespace Federated.Coordinator;

/// <summary>What a run is about, as nodes hear it when they join.</summary>
/// <param name="Experiment">the full experiment, YAML</param>
/// <param name="Model">recognises the model</param>
/// <param name="Dimension">its parameters</param>
internal sealed record Subject(string Experiment, string Model, long Dimension);
