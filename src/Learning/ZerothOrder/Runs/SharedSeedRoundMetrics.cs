using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>One line of metrics.jsonl of a shared-seed run. Bytes count once, as <c>bytes_up</c>.</summary>
public sealed record SharedSeedRoundMetrics : RoundMetrics
{
    /// <summary>Bytes of gradients since the first round.</summary>
    public required long BytesPayload { get; init; }

    /// <summary>Root mean square of the projected gradients.</summary>
    public required double GradientRms { get; init; }

    /// <summary>Machines that belong to the round, present or not.</summary>
    public required int Machines { get; init; }

    /// <summary>Samples without a value: a machine was absent, or a loss not finite.</summary>
    public required int Absent { get; init; }

    /// <summary>Samples at the largest value that the code has.</summary>
    public required int Saturated { get; init; }

    /// <summary>Hash of the weights after this round, as sixteen hexadecimal digits, when they are compared.</summary>
    public string? WeightHash { get; init; }

    /// <summary>Machines whose weights had that hash, when they are compared.</summary>
    public int? Agreeing { get; init; }

    /// <summary>Machines whose weights had not, and were rebuilt from the log.</summary>
    public int? Recovered { get; init; }
}
