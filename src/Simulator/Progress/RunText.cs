using System.Globalization;
using Federated.Learning.Runs;

namespace Federated.Simulator.Progress;

/// <summary>Words about runs.</summary>
internal static class RunText
{
    /// <summary>What runs, in one line.</summary>
    public static string Describe(RunStart start)
    {
        var resumed = start.RoundsDone > 0 ? $", resumed after round {start.RoundsDone}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{start.Algorithm} on {start.Subject}, {start.Clients} clients, {start.Parameters:N0} parameters, {start.Workers} workers{resumed}");
    }
}
