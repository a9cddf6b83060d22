using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>What a run is about, as nodes hear it when they join.</summary>
/// <param name="Experiment">the full experiment, YAML</param>
/// <param name="Model">recognises the model</param>
/// <param name="Dimension">its parameters</param>
/// <param name="Partition">recognises the split; empty: there is none</param>
/// <param name="Vectors">what travels, in order</param>
/// <param name="Clients">how many there are</param>
/// <param name="Samples">what samples of a node's own have to be; null: nodes have none</param>
internal sealed record Subject(
    string Experiment, string Model, long Dimension, string Partition, VectorNames Vectors, int Clients, SampleForm? Samples);
