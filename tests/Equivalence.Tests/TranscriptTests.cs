using Federated.Learning;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>A transcript is the same, file by file, whatever the messages travelled by.</summary>
public sealed class TranscriptTests
{
    [Theory]
    [InlineData("scaffold")]
    [InlineData("dfedsam-mgs")]
    [InlineData("one-byte")]
    public async Task Nodes_and_one_process_leave_the_same_files(string algorithm)
    {
        using var folder = new TemporaryFolder();
        using var reference = new TemporaryFolder();
        var experiment = Subjects.Of(algorithm) with { Record = new RecordOptions { Clients = 3 }, Evaluation = new EvaluationOptions { Every = 4, NodesEvery = 4, BatchSize = 60 } };
        Runs.Execute(experiment, reference.Path, resume: false, transport: null, CancellationToken.None);
        await using (var coordinator = await RunningCoordinator.StartAsync(experiment, folder.Path, hosts: 2))
        {
            await using var first = new RunningNode(coordinator.Address);
            await using var second = new RunningNode(coordinator.Address);
            await coordinator.EndAsync();
        }

        foreach (var name in new[] { "transcript", "truth" })
        {
            var files = Files(reference, name);
            Assert.NotEmpty(files);
            Assert.Equal(files, Files(folder, name));
            Assert.All(files, file => Assert.Equal(
                File.ReadAllBytes(Path.Combine(reference.Path, name, file)), File.ReadAllBytes(Path.Combine(folder.Path, name, file))));
        }
    }

    [Fact]
    public async Task Messages_that_do_not_pass_the_coordinator_are_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("choco") with { Record = new RecordOptions() }, folder.Path);

        var refusal = await Assert.ThrowsAsync<InputException>(coordinator.EndAsync);
        Assert.StartsWith("record: what nodes send to each other does not pass the coordinator", refusal.Message, StringComparison.Ordinal);
    }

    private static string[] Files(TemporaryFolder folder, string name)
    {
        var root = Path.Combine(folder.Path, name);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order()];
    }
}
