namespace Federated.Attacks.Audit;

/// <summary>One attack on one update, with one defence or none.</summary>
public sealed record AuditRow
{
    /// <summary>Name of the attack.</summary>
    public required string Attack { get; init; }

    /// <summary>What the adversary has.</summary>
    public required ThreatModel Threat { get; init; }

    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>Who sent the update; null: it is the sum of the round's cohort.</summary>
    public int? Client { get; init; }

    /// <summary>N, samples in the update.</summary>
    public required int Samples { get; init; }

    /// <summary>Dummy images that stood for the samples; null: one for each.</summary>
    public int? Images { get; init; }

    /// <summary>Whether the attacker was told the samples' classes.</summary>
    public LabelKnowledge Labels { get; init; }

    /// <summary>Name of the defence; null: none.</summary>
    public string? Defence { get; init; }

    /// <summary>Its strength in words: <c>noise 0.01 of the update's norm</c>.</summary>
    public string? Strength { get; init; }

    /// <summary>Its strength as a number that grows with it, for the axis of a chart; null: none.</summary>
    public double? Level { get; init; }

    /// <summary>Whether the attacker reckons with the defence.</summary>
    public AttackerKind Attacker { get; init; }

    /// <summary>How alike reconstruction and truth are; null without the truth, or where nothing came out.</summary>
    public AuditScore? Score { get; init; }

    /// <summary>What the samples' mean comes to in place of what the attack made; null where there was an image for each sample.</summary>
    public AuditGuess? Guess { get; init; }

    /// <summary>Whether what the attack made is no nearer to any sample than the samples' mean is.</summary>
    public bool IsGuess => Score is { } score && Guess?.Explains(score) == true;

    /// <summary>Time that the attack took, s.</summary>
    public double Seconds { get; init; }

    /// <summary>Test accuracy after the recorded updates of a round, each defended, were averaged into the model, see <see cref="AuditFile.Price"/>; null where it was not measured.</summary>
    public double? Accuracy { get; init; }

    /// <summary>What the defence took off <see cref="Accuracy"/>, as a fraction: negative is a gain.</summary>
    public double? AccuracyLost { get; init; }

    /// <summary>epsilon that the run has spent after this round, by its own account; null: nothing bounds its loss.</summary>
    public double? Epsilon { get; init; }

    /// <summary>What has to be known to read the row, for example why nothing came out.</summary>
    public string? Note { get; init; }
}
