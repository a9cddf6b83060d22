using System.Text.Json.Serialization;

namespace Federated.Learning.Runs;

/// <summary>The small file that names the round a run can be resumed from.</summary>
internal sealed record CheckpointHead(
    [property: JsonPropertyName("round")] int Round,
    [property: JsonPropertyName("experiment_hash")] string ExperimentHash);
