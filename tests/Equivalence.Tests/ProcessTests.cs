using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>The program itself, in several processes that are killed.</summary>
public sealed class ProcessTests
{
    private const int Rounds = 60;

    public static TheoryData<string> Algorithms => [.. Subjects.Names.Select(row => row.Data), "dfedsam-mgs"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_client_and_the_coordinator_may_be_killed(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var (file, metrics) = (Path.Combine(folder.Path, "experiment.yaml"), Path.Combine(folder.Path, "out", "metrics.jsonl"));
        Learning.Experiments.ExperimentFile.Write(Subjects.Of(algorithm) with { Rounds = Rounds }, file);
        var port = FreePort.Next();
        string[] serve = ["--out", Path.Combine(folder.Path, "out"), "--listen", $"http://127.0.0.1:{port}", "--linger", "0", "--quiet"];

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

    [Fact]
    public async Task A_node_that_is_killed_between_computing_and_submitting_submits_after_its_restart()
    {
        using var folder = new TemporaryFolder();
        using var state = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("scaffold"), folder.Path);
        await using var relay = await Relay.StartAsync(coordinator.Address);
        string[] join = ["join", $"{relay.Address}", "--virtual", "1", "--state", state.Path];
        relay.Hold(2);
        using (var victim = FedProcess.Start(join))
        {
            await relay.Held;
            await victim.KillAsync();
        }

        relay.Release();
        using var node = FedProcess.Start(join);

        Assert.Equal(Subjects.Reference("scaffold"), await coordinator.EndAsync());
        await node.EndAsync();

        // Two were submitted, of the third only the submission was missing: in its second life the node submits before it fetches.
        Assert.Equal("Submit", relay.Calls.Skip(relay.CallsBeforeRelease).First(call => call is "Submit" or "Fetch"));
    }

    [Fact]
    public async Task A_node_leaves_at_SIGTERM_and_others_go_on()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("scaffold") with { Rounds = Rounds }, folder.Path, leaseSeconds: 86_400.0);
        using var leaving = FedProcess.Start("join", $"{coordinator.Address}", "--virtual", "2");
        await Lines(Path.Combine(folder.Path, "metrics.jsonl"), 1);
        leaving.Terminate();
        await leaving.EndAsync(130);

        await using var other = new RunningNode(coordinator.Address, 2);
        Assert.Equal(Reference("scaffold"), await coordinator.EndAsync());
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
