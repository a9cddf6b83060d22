namespace Federated.Simulator.Reports;

/// <summary>What <c>summary.json</c> says about a finished run, as far as a report shows it.</summary>
public sealed record RunSummary
{
    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Algorithm as experiment files spell it, for example <c>fedspeed</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Parameter server, gossip or shared seed.</summary>
    public string? Family { get; init; }

    /// <summary>How messages travelled: in memory or over a network.</summary>
    public string? Transport { get; init; }

    /// <summary>How the run ended; <c>interrupted</c> when it has not come to its end.</summary>
    public string? Outcome { get; init; }

    /// <summary>Rounds that are done.</summary>
    public int? Rounds { get; init; }

    /// <summary>Seed of every keyed stream.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Length of the parameter vector.</summary>
    public long? Parameters { get; init; }

    /// <summary>SHA-256 of the final parameters, in hexadecimal.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>Duration of the whole run in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Client updates per second of the run.</summary>
    public double? ClientUpdatesPerSecond { get; init; }

    /// <summary>Mini-batch gradient steps per second of the run.</summary>
    public double? SgdStepsPerSecond { get; init; }

    /// <summary>Largest resident memory in bytes.</summary>
    public double? PeakRssBytes { get; init; }

    /// <summary>Program, runtime and library versions by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new SortedDictionary<string, string>();
}
