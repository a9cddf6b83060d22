namespace Federated.Simulator.Reports;

/// <summary>
/// What a line of <c>metrics.jsonl</c> says about a run in which machines share a seed and exchange bytes. A number that was not measured,
/// or was NaN or infinite, is null.
/// </summary>
public sealed record SharedSeedMetrics
{
    private const int HashDigits = 16;

    /// <summary>Bytes of gradients since the first round, one for each sample.</summary>
    public long? BytesPayload { get; init; }

    /// <summary>Root mean square of the projected gradients.</summary>
    public double? GradientRms { get; init; }

    /// <summary>Machines that belonged to the round.</summary>
    public int? Machines { get; init; }

    /// <summary>Samples without a value.</summary>
    public int? Absent { get; init; }

    /// <summary>Samples at the largest value of the code.</summary>
    public int? Saturated { get; init; }

    /// <summary>Hash of the weights after this round, in hexadecimal, when machines compared theirs.</summary>
    public string? WeightHash { get; init; }

    /// <summary>Machines that had this hash.</summary>
    public int? Agreeing { get; init; }

    /// <summary>Machines that had another and were rebuilt from the log.</summary>
    public int? Recovered { get; init; }

    /// <summary>Reads what a line says; null for a run of another family.</summary>
    internal static SharedSeedMetrics? Read(JsonFields fields) => !fields.Has("bytes_payload") ? null : new SharedSeedMetrics
    {
        BytesPayload = fields.Whole("bytes_payload", 0, long.MaxValue),
        GradientRms = fields.Amount("gradient_rms"),
        // Until machines could come and go, every client was one in every round.
        Machines = Count(fields, "machines") ?? Count(fields, "clients"),
        Absent = Count(fields, "absent"),
        Saturated = Count(fields, "saturated"),
        WeightHash = fields.Hexadecimal("weight_hash", HashDigits),
        Agreeing = Count(fields, "agreeing"),
        Recovered = Count(fields, "recovered"),
    };

    private static int? Count(JsonFields fields, string key) => (int?)fields.Whole(key, 0, int.MaxValue);
}
