using Federated.Client;
using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Experiments;
using Federated.Learning.Recording;
using Federated.Learning.Runs;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>Clients whose samples lie with nodes: the same samples make the same model, and nobody else stands in for them.</summary>
public sealed class OwnSamplesTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Algorithms => Subjects.Names;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Nodes_with_the_samples_of_the_split_make_the_model_of_one_process(string algorithm)
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(
            Subjects.Of(algorithm), folder.Path, change: options => options with { Devices = [2, 5] });
        await using var any = new RunningNode(coordinator.Address);
        await using var two = Device(coordinator.Address, Export(algorithm, 2, samples.Path), 2);
        await using var five = Device(coordinator.Address, Export(algorithm, 5, samples.Path), 5);

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
        var deliveries = Delivery.Of(folder.Path);
        Assert.All(deliveries.Where(delivery => delivery.Client == 2), delivery => Assert.Equal("device 2", delivery.Node));
        Assert.All(deliveries.Where(delivery => delivery.Client == 5), delivery => Assert.Equal("device 5", delivery.Node));
        Assert.Contains(deliveries, delivery => delivery.Node == "device 2");
        Assert.Contains(deliveries, delivery => delivery.Node == "node");
        await five.Work.WaitAsync(_patience);
    }

    [Fact]
    public async Task Samples_that_lie_with_a_node_are_not_in_the_truth()
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(
            Subjects.Of("scaffold") with { Record = new RecordOptions() }, folder.Path, change: options => options with { Devices = [2] });
        await using var any = new RunningNode(coordinator.Address);
        await using var two = Device(coordinator.Address, Export("scaffold", 2, samples.Path), 2);
        await coordinator.EndAsync();
        int[] known = [.. TruthIndex.Read(folder.Path)!.Clients.Select(client => client.Id)];

        Assert.Contains(Directory.EnumerateFiles(Path.Combine(folder.Path, "transcript"), "*", SearchOption.AllDirectories), path => path.EndsWith("client-000002.safetensors", StringComparison.Ordinal));
        Assert.DoesNotContain(2, known);
        Assert.NotEmpty(known);
    }

    [Fact]
    public async Task Other_samples_make_another_model()
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(
            Subjects.Of("one-byte"), folder.Path, change: options => options with { Devices = [2] });
        await using var any = new RunningNode(coordinator.Address);
        await using var two = Device(coordinator.Address, Export("one-byte", 3, samples.Path), 2);

        Assert.NotEqual(Subjects.Reference("one-byte"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task The_run_goes_on_when_a_node_that_was_away_is_back()
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        var own = Export("one-byte", 7, samples.Path);
        await using var coordinator = await RunningCoordinator.StartAsync(
            Subjects.Of("one-byte"), folder.Path, change: options => options with { Devices = [7] });
        await using var any = new RunningNode(coordinator.Address, 2);
        var gate = new Gate("Submit", 1);
        await using (Device(coordinator.Address, own, 7, gate.Handler))
        {
            await gate.Reached;
        }

        await using var back = Device(coordinator.Address, own, 7);

        Assert.Equal(Subjects.Reference("one-byte"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_client_of_another_node_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        var own = Export("one-byte", 7, samples.Path);
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("one-byte"), folder.Path);
        var gate = new Gate("Submit", 0);
        await using var first = Device(coordinator.Address, own, 7, gate.Handler);
        await gate.Reached;
        await using var second = new RunningNode(coordinator.Address, change: options => options with { Name = "thief", Own = new OwnSamples(7, own) });
        await using var third = new RunningNode(coordinator.Address, change: options => options with { Name = "far", Own = new OwnSamples(10, own) });

        Assert.Contains("from 0 to 9", await third.RefusalAsync(), StringComparison.Ordinal);
        Assert.Contains("lie with the node 'device 7'", await second.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_that_the_model_cannot_read_are_refused_by_the_node()
    {
        using var folder = new TemporaryFolder();
        using var samples = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path);
        SampleFolder.Write(samples.Path, new FloatSampleSet(new float[2 * 27 * 28], new SampleShape(1, 27, 28), [0, 1], 10), [0, 1]);
        await using var wrong = Device(coordinator.Address, samples.Path, 7);

        Assert.Contains("expected (2, 1, 28, 28)", await wrong.RefusalAsync(), StringComparison.Ordinal);
    }

    private static RunningNode Device(Uri coordinator, string folder, int client, Func<HttpMessageHandler>? handler = null) =>
        new(coordinator, 1, handler, change: options => options with { Name = $"device {client}", Own = new OwnSamples(client, folder) });

    private static string Export(string algorithm, int client, string folder)
    {
        var (data, partition) = ExperimentRun.LoadData(Subjects.Of(algorithm), Runs.Nowhere);
        var path = Path.Combine(folder, $"{client}");
        SampleFolder.Write(path, (ImageSet)data.Train, partition[client]);
        return path;
    }
}
