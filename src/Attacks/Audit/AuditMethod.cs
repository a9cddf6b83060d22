namespace Federated.Attacks.Audit;

/// <summary>How an audit was made: enough to make it again.</summary>
public sealed record AuditMethod
{
    /// <summary>Command lines.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Seed of the attacks' random numbers.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Worker threads.</summary>
    public required int Workers { get; init; }

    /// <summary>Time that it took, s.</summary>
    public required double Seconds { get; init; }

    /// <summary>Time that it was given, s.</summary>
    public required double Budget { get; init; }

    /// <summary>PSNR from which an image counts as reconstructed, dB.</summary>
    public required double SuccessPsnr { get; init; }

    /// <summary>Versions by name, as in a run's summary.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
