using Federated.Learning.Data;

namespace Federated.Attacks.Audit;

/// <summary>An update under attack, with the truth beside it that no attack is given.</summary>
public sealed record AuditCase
{
    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>Who sent the update; null: it is the sum of the round's cohort.</summary>
    public required int? Client { get; init; }

    /// <summary>The sender, where only updates of single clients come.</summary>
    internal int SingleClient => Client ?? throw new InvalidOperationException("A sum has no single sender.");

    /// <summary>For people.</summary>
    public string Sender => SenderText.Of(Client);

    /// <summary>What the adversary sees.</summary>
    public required Observation Observation { get; init; }

    /// <summary>The samples in [0, 1], one after the other, channels first; null: not recorded.</summary>
    public float[]? Originals { get; init; }

    /// <summary>Their classes; null: not recorded.</summary>
    public int[]? Labels { get; init; }

    /// <summary>Shape of a sample.</summary>
    internal SampleShape Shape => Observation.Network.Input;

    /// <summary>One original.</summary>
    internal ReadOnlySpan<float> Original(int sample) => Originals.AsSpan(sample * Shape.Size, Shape.Size);
}
