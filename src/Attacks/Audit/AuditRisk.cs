namespace Federated.Attacks.Audit;

/// <summary>What the gradient of one sample gives away, without an attack.</summary>
public sealed record AuditRisk
{
    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>Whose sample it is.</summary>
    public required int Client { get; init; }

    /// <summary>Position among the client's samples of the round, 0-based.</summary>
    public required int Sample { get; init; }

    /// <summary>What it shows: its class.</summary>
    public required string Label { get; init; }

    /// <summary>
    /// Error of a pixel, in [0, 1] units, that noise of one thousandth of the gradient's norm leaves in the best reconstruction. Small: the sample is
    /// given away.
    /// </summary>
    public required double Error { get; init; }

    /// <summary>PSNR of the strongest attack on the sample, dB; null where none was tried.</summary>
    public double? Psnr { get; init; }

    /// <summary>A PNG file.</summary>
    public required byte[] Original { get; init; }
}
