using System.Diagnostics;
using System.Globalization;

namespace Federated.Bench;

/// <summary>A script that prints numbers, one in a line.</summary>
internal static class PythonScript
{
    /// <summary>Runs it.</summary>
    /// <param name="python">the interpreter</param>
    /// <param name="script">its text</param>
    /// <param name="words">what it finds in sys.argv</param>
    public static double[] Run(string python, string script, params string[] words)
    {
        var start = new ProcessStartInfo(python, ["-c", script, .. words]) { RedirectStandardOutput = true };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        using var process = Process.Start(start)!;
        return [.. process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }
}
