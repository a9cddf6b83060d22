namespace Federated.Attacks.Audit;

/// <summary>What an adversary makes of exchanges that are no updates: models of a neighbour, or a log of single bytes.</summary>
public sealed record AuditView
{
    /// <summary>What it looks at, in words: <c>difference of consecutive models</c>, <c>2,000 bytes</c>.</summary>
    public required string What { get; init; }

    /// <summary>Number for the axis of a chart, for example bytes; null: none.</summary>
    public double? Level { get; init; }

    /// <summary>Cosine of what it sees with the client's own gradient or step; null where it was not measured.</summary>
    public double? Cosine { get; init; }

    /// <summary>How alike what it makes of it is to the truth; null: nothing came out.</summary>
    public AuditScore? Score { get; init; }

    /// <summary>Whether that is no nearer to any sample than the samples' mean is.</summary>
    public bool IsGuess { get; init; }

    /// <summary>What that means, in words.</summary>
    public string? Note { get; init; }
}
