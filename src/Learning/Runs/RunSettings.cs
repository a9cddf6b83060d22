using Federated.Learning.Data;
using Microsoft.Extensions.Logging;

namespace Federated.Learning.Runs;

/// <summary>What a run needs besides its experiment; none of it changes a bit of the result.</summary>
public sealed record RunSettings
{
    /// <summary>Where files go.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>Whether a checkpoint that is there is taken up.</summary>
    public bool Resume { get; init; }

    /// <summary>Worker threads, each on one core.</summary>
    public required int Workers { get; init; }

    /// <summary>Who reaches clients that are elsewhere; null: all are in this process.</summary>
    public IRunTransport? Transport { get; init; }

    /// <summary>Where data sets are looked for.</summary>
    public required DataLocations DataLocations { get; init; }

    /// <summary>Who wants to know.</summary>
    public required IRunProgress Progress { get; init; }

    /// <summary>Log of this run.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }
}
