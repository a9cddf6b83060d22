using System.Text.Json;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Recording;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Runs;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.Recording;

/// <summary>The clients' samples, beside the transcript.</summary>
public sealed class TruthTests
{
    private static readonly Experiment _recorded = RunBed.Small with { Rounds = 1, Record = new RecordOptions { Clients = 2 } };

    [Fact]
    public void The_truth_is_the_samples_of_recorded_clients_as_pixels()
    {
        using var bed = new RunBed();
        bed.Run(_recorded);
        var index = TruthIndex.Read(bed.File("run"))!;
        using var task = (ClassificationTask)ExperimentRun.Load(_recorded, new DataLocations(bed.File("none"), bed.File("none")));

        Assert.Equal(new TranscriptFolder(bed.File("run")).Lines().Skip(1).Select(line => line.From!.Value), index.Clients.Select(client => client.Id));
        foreach (var client in index.Clients)
        {
            var content = SafetensorsFile.Read(bed.File($"run/truth/{client.File}"));
            var normalised = new float[client.Samples.Length * 784];
            task.Train.Gather(client.Samples, normalised);
            var pixels = content.ToSingles("images").ToArray();

            Assert.Equal(task.Partition[client.Id].ToArray(), client.Samples);
            Assert.All(pixels, pixel => Assert.InRange(pixel, -1e-6f, 1.000001f));
            Normalisation.FashionMnist.Apply(pixels, new SampleShape(1, 28, 28));
            Assert.All(pixels.Zip(normalised), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
            Assert.Equal(client.Samples.Select(sample => (float)task.Train.Labels[sample]), content.ToSingles("labels").ToArray());
        }
    }

    [Fact]
    public void Nothing_of_the_truth_is_in_the_transcript()
    {
        using var bed = new RunBed();
        bed.Run(_recorded);

        Assert.DoesNotContain(
            Directory.EnumerateFiles(bed.File("run/transcript"), "*.json*", SearchOption.AllDirectories),
            path => File.ReadAllText(path).Contains("truth", StringComparison.Ordinal));
    }

    [Fact]
    public void No_truth_is_written_when_it_is_not_wanted()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Record = new RecordOptions { Truth = false } });

        Assert.True(Directory.Exists(bed.File("run/transcript")));
        Assert.False(Directory.Exists(bed.File("run/truth")));
    }

    [Fact]
    public void Of_machines_the_log_is_the_transcript()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Algorithm = new OneByteOptions() });
        using var index = JsonDocument.Parse(File.ReadAllText(bed.File("run/transcript/index.json")));

        Assert.Equal("rounds.log", index.RootElement.GetProperty("log").GetString());
        Assert.True(File.Exists(bed.File("run/rounds.log")));
        Assert.Equal([0, 1], TruthIndex.Read(bed.File("run"))!.Clients.Select(client => client.Id));
    }

    [Fact]
    public void Of_text_the_truth_is_tokens()
    {
        using var bed = new RunBed();
        Directory.CreateDirectory(bed.File("text"));
        File.WriteAllText(bed.File("text/a.txt"), string.Concat(Enumerable.Repeat("to be or not to be ", 40)));
        bed.Run(_recorded with
        {
            Task = TaskKind.Language,
            Data = new TextOptions { Folder = bed.File("text"), Window = 8 },
            Model = new ModelOptions { Name = "byte-gpt", Width = 16, Blocks = 1, Heads = 2, Context = 8 },
            Partition = new IidPartitionOptions { Clients = 4 },
        });
        var client = TruthIndex.Read(bed.File("run"))!.Clients[0];
        var tokens = SafetensorsFile.Read(bed.File($"run/truth/{client.File}")).ToSingles("tokens").Take(9).Select(token => (char)token).ToArray();

        Assert.Contains(new string(tokens), "to be or not to be to be or not to be ", StringComparison.Ordinal);
    }
}
