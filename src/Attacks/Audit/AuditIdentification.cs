namespace Federated.Attacks.Audit;

/// <summary>How often an attacker finds out who sent an update.</summary>
public sealed record AuditIdentification
{
    /// <summary>The attacker, for example <c>nearest neighbour</c>; with what it looks at.</summary>
    public required string Attacker { get; init; }

    /// <summary>What it compares updates with: <c>earlier rounds</c>, whose senders it learned, or <c>data of the users</c>.</summary>
    public required string From { get; init; }

    /// <summary>Name and strength of the defence; null: none.</summary>
    public string? Defence { get; init; }

    /// <summary>Senders that it tells apart.</summary>
    public required int Users { get; init; }

    /// <summary>Updates that it was asked about.</summary>
    public required int Updates { get; init; }

    /// <summary>Share of updates whose sender it names.</summary>
    public required double Top1 { get; init; }

    /// <summary>Share of updates whose sender is among the first five it names; null with five senders or fewer.</summary>
    public double? Top5 { get; init; }

    /// <summary>Mean average precision of the ranking of updates for each sender.</summary>
    public required double Map { get; init; }

    /// <summary>Area under the curve of telling pairs of one sender from pairs of two.</summary>
    public required double Auc { get; init; }

    /// <summary>Share that guessing names.</summary>
    public required double Chance { get; init; }

    /// <summary>Share that is named when senders are exchanged at random: what the method makes out of nothing.</summary>
    public required double Null { get; init; }
}
