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
    public static double[] Run(string python, string script, params string[] words) => Start(python, ["-c", script, .. words]);

    /// <summary>Runs a script of bench/python.</summary>
    /// <param name="python">the interpreter</param>
    /// <param name="file">its name</param>
    /// <param name="words">what it finds in sys.argv</param>
    public static double[] RunFile(string python, string file, params string[] words)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "bench", "python", file)))
        {
            folder = folder.Parent;
        }

        return Start(python, [Path.Combine(folder?.FullName ?? "", "bench", "python", file), .. words]);
    }

    private static double[] Start(string python, string[] words)
    {
        var start = new ProcessStartInfo(python, words) { RedirectStandardOutput = true };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        using var process = Process.Start(start)!;
        return [.. process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }
}
