using Federated.Learning;

namespace Federated.Simulator.Reports;

/// <summary>From folders to a page: what <c>fed report</c> does.</summary>
public static class ReportBuilder
{
    /// <summary>
    /// Reads the run folders in <paramref name="dirs"/> and writes the page that compares them to <paramref name="output"/>. A folder that
    /// is no run itself stands for the runs below it; a run that is named twice counts once. Throws <see cref="InputException"/> for a
    /// folder without runs or a file that cannot be read.
    /// </summary>
    public static void Build(IReadOnlyList<string> dirs, string output)
    {
        var runs = dirs
            .SelectMany(dir => RunFolder.Find(dir).Select(run => (Dir: dir, Run: run)))
            .DistinctBy(found => Path.TrimEndingDirectorySeparator(Path.GetFullPath(found.Run)))
            .Select(found => Read(found.Dir, found.Run))
            .ToArray();
        ReportWriter.Write(runs, output);
    }

    // Below the folder that was asked for, the way to a run names it better than its last part: fedavg/seed1, fedspeed/seed1.
    private static RunRecord Read(string dir, string run)
    {
        var record = RunFolder.Read(run);
        return run == dir ? record : record with { Folder = Path.GetRelativePath(dir, run).Replace('\\', '/') };
    }
}
