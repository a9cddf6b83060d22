using System.Globalization;

namespace Federated.Equivalence.Tests;

/// <summary>How long and how badly a run is disturbed.</summary>
internal sealed record ChaosPlan
{
    /// <summary>See <see cref="Subjects"/>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Decides who is hit, and when.</summary>
    public ulong Seed { get; init; } = 20;

    /// <summary>Rounds of the run.</summary>
    public int Rounds { get; init; } = 120;

    /// <summary>Nodes that are processes, to be killed.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>Nodes of this process, on links that are slow, fail and are cut.</summary>
    public int Links { get; init; } = 4;

    /// <summary>Mean time between two misfortunes.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.7);

    /// <summary>A run without a new line of metrics for so long hangs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The short plan, or what FEDERATED_CHAOS asks for: ROUNDS PROCESSES LINKS SECONDS SEED.</summary>
    public static ChaosPlan Of(string algorithm)
    {
        var plan = new ChaosPlan { Algorithm = algorithm };
        if (Environment.GetEnvironmentVariable("FEDERATED_CHAOS") is not { Length: > 0 } text)
        {
            return plan;
        }

        var numbers = text.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return plan with
        {
            Rounds = (int)numbers[0],
            Processes = (int)numbers[1],
            Links = (int)numbers[2],
            Pause = TimeSpan.FromSeconds(numbers[3]),
            Seed = (ulong)numbers[4],
        };
    }
}
