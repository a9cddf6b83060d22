namespace Federated.Simulator.Commands;

/// <summary>What the program returns to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The run failed.</summary>
    public const int Failed = 1;

    /// <summary>The input was refused.</summary>
    public const int Refused = 2;

    /// <summary>Interrupted; the state is saved.</summary>
    public const int Interrupted = 130;
}
