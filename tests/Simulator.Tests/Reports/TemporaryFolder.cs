namespace Federated.Simulator.Tests.Reports;

/// <summary>A folder for one test, deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("fed-reports-").FullName;

    /// <summary>Makes a run folder of the given texts; a null text leaves its file out.</summary>
    public string Run(string name, string? metrics, string? summary = null, string? experiment = null, string? partition = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        Write("metrics.jsonl", metrics);
        Write("summary.json", summary);
        Write("experiment.yaml", experiment);
        Write("partition.json", partition);
        return folder;

        void Write(string file, string? text)
        {
            if (text is not null)
            {
                File.WriteAllText(Path.Combine(folder, file), text);
            }
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
