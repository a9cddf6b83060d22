using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>The program itself, in several processes that are killed.</summary>
public sealed class ProcessTests
{
    private const int Rounds = 60;

    public static TheoryData<string> Algorithms => Subjects.Names;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_client_and_the_coordinator_may_be_killed(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var (file, metrics) = (Path.Combine(folder.Path, "experiment.yaml"), Path.Combine(folder.Path, "out", "metrics.jsonl"));
        Learning.Experiments.ExperimentFile.Write(Subjects.Of(algorithm) with { Rounds = Rounds }, file);
        var port = FreePort.Next();
        string[] serve = ["--out", Path.Combine(folder.Path, "out"), "--listen", $"http://127.0.0.1:{port}", "--quiet"];

        using var first = FedProcess.Start(["serve", file, .. serve]);
        using var victim = FedProcess.Start("join", $"http://127.0.0.1:{port}", "--virtual", "2");
        await Lines(metrics, 1);
        await victim.KillAsync();
        using var node = FedProcess.Start("join", $"http://127.0.0.1:{port}", "--virtual", "2");
        await Lines(metrics, 10);
        await first.KillAsync();
        Assert.True(File.ReadLines(metrics).Count() < Rounds, "The run was over before its coordinator was killed.");
        using var second = FedProcess.Start(["serve", "--resume", .. serve]);
        await second.EndAsync();

        Assert.Equal(Reference(algorithm), Sha(Path.Combine(folder.Path, "out")));
    }

    private static string Reference(string algorithm)
    {
        using var folder = new TemporaryFolder();
        return Runs.Execute(Subjects.Of(algorithm) with { Rounds = Rounds }, folder.Path, resume: false, transport: null, CancellationToken.None)
            .Summary!.ModelSha256;
    }

    /// <summary>SHA-256 of the model that a run has made.</summary>
    internal static string Sha(string folder) =>
        System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")))!["model_sha256"]!.GetValue<string>();

    /// <summary>Waits until a file has so many lines; another process writes it, so there is nothing to await.</summary>
    private static async Task Lines(string path, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(path) || Count(path) < count)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static int Count(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(letter => letter == '\n');
    }
}
