using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>One line of metrics.jsonl of a shared-seed run. Bytes count once, as <c>bytes_up</c>.</summary>
public sealed record SharedSeedRoundMetrics : RoundMetrics
{
    /// <summary>Bytes of gradients since the first round.</summary>
    public required long BytesPayload { get; init; }

    /// <summary>Root mean square of the projected gradients.</summary>
    public required double GradientRms { get; init; }

    /// <summary>Samples without a value: a loss was not finite.</summary>
    public required int Absent { get; init; }

    /// <summary>Samples at the largest value that a byte has.</summary>
    public required int Saturated { get; init; }

    /// <summary>Hash of the weights after this round, as sixteen hexadecimal digits, when they are compared.</summary>
    public string? WeightHash { get; init; }
}
