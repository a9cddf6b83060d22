using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Recording;
using Federated.Learning.Rounds;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Recording;

/// <summary>Transcripts of runs with a server.</summary>
public sealed class RecordedRunTests
{
    private static readonly Experiment _recorded = RunBed.Small with { Record = new RecordOptions() };

    [Fact]
    public void Recording_changes_no_bit_of_the_result()
    {
        using var bed = new RunBed();

        Assert.Equal(bed.Sha(RunBed.Small, "plain"), bed.Sha(_recorded, "recorded"));
        Assert.Equal(bed.Figures("plain"), bed.Figures("recorded"));
        Assert.False(System.IO.Directory.Exists(bed.File("plain/transcript")));
        Assert.False(System.IO.Directory.Exists(bed.File("plain/truth")));
    }

    [Fact]
    public void The_next_model_is_the_last_one_and_the_mean_of_what_came_up()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Rounds = 2 });
        var folder = new TranscriptFolder(bed.File("run"));
        var lines = folder.Lines();

        var up = lines.Where(line => line is { Round: 1, Kind: MessageKind.Up }).Select(line => Vector(folder, line, "delta")).ToArray();
        var before = Vector(folder, Assert.Single(lines, line => line is { Round: 1, Kind: MessageKind.Down }), "x");
        var after = Vector(folder, Assert.Single(lines, line => line is { Round: 2, Kind: MessageKind.Down }), "x");
        Assert.Equal(4, up.Length);
        Assert.All(Enumerable.Range(0, before.Length), j => Assert.Equal(before[j] + up.Average(delta => delta[j]), after[j], 1e-6));
    }

    [Fact]
    public void Every_line_says_who_sent_what()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Rounds = 1 });
        var lines = new TranscriptFolder(bed.File("run")).Lines();
        var (down, up) = (lines[0], lines.Skip(1).ToArray());

        Assert.Equal((MessageKind.Down, null, 0.1, 7850 * 4L), (down.Kind, down.From, down.LearningRate!.Value, down.Bytes));
        Assert.Equal(down.To, up.Select(line => line.From!.Value));
        Assert.All(up, line => Assert.True(line is { Kind: MessageKind.Up, To: null, Finite: true, MeanLoss: > 0 and < 3, Bytes: 7850 * 4L }));
        Assert.All(up, line => Assert.Equal((double)line.Samples!.Value * 2 / 30, line.NominalSteps!.Value, 1e-9));
        Assert.All(up, line => Assert.Equal(2 * (((line.Samples!.Value - 1) / 30) + 1), line.Steps));
    }

    [Fact]
    public void Only_the_chosen_rounds_and_clients_are_written()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Record = new RecordOptions { Rounds = [1, 3, 9], Clients = 2 } });
        var lines = new TranscriptFolder(bed.File("run")).Lines();

        Assert.Equal([1, 1, 1, 3, 3, 3], lines.Select(line => line.Round));
        Assert.All(lines.GroupBy(line => line.Round), round => Assert.Equal(round.First().To!.Take(2), round.Skip(1).Select(line => line.From!.Value)));
        Assert.Equal(lines.Select(line => line.File).Order(), Files(bed, "run/transcript").Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)));
    }

    [Fact]
    public void Vectors_of_every_name_are_in_the_message()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Rounds = 1, Algorithm = new ScaffoldOptions() });
        var folder = new TranscriptFolder(bed.File("run"));

        Assert.All(folder.Lines(), line => Assert.Equal(
            line.Kind == MessageKind.Down ? ["x", "c"] : ["delta", "control"],
            SafetensorsFile.Read(folder.PathOf(line.File)).Names));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_interrupted_run_leaves_the_transcript_of_a_whole_one_when_it_goes_on(int round)
    {
        using var cancellation = new CancellationTokenSource();
        using var bed = new RunBed { OnClient = (current, finished) => Cancel(current == round && finished == 2, cancellation) };
        var experiment = _recorded with { Rounds = 4, Algorithm = new FedSpeedOptions() };
        Assert.Equal(RunOutcome.Interrupted, bed.Run(experiment, "parts", cancellation: cancellation.Token).Outcome);
        Assert.Equal(1 + (5 * (round - 1)), 1 + new TranscriptFolder(bed.File("parts")).Lines().Count);
        bed.Run(experiment, "parts", resume: true);
        bed.Run(experiment, "whole");

        AssertSame(bed, "transcript");
        AssertSame(bed, "truth");
    }

    /// <summary>As after a crash: the transcript is ahead of the checkpoint, and its last line was not finished.</summary>
    [Fact]
    public void Rounds_that_are_run_again_replace_their_files_and_lines()
    {
        using var bed = new RunBed();
        var experiment = _recorded with { Rounds = 4, Checkpoint = new CheckpointOptions { Every = 2 } };
        bed.Run(experiment with { Rounds = 3 }, "parts");
        var folder = new TranscriptFolder(bed.File("parts"));
        File.AppendAllText(folder.MessagesPath, """{"round":4,"kind":"up","fi""");
        Directory.CreateDirectory(folder.PathOf("round-000004"));
        File.WriteAllText(folder.PathOf("round-000004/client-999999.safetensors"), "half");
        bed.Run(experiment, "parts", resume: true);
        bed.Run(experiment, "whole");

        AssertSame(bed, "transcript");
    }

    [Fact]
    public void A_damaged_line_is_not_gone_on_from()
    {
        using var bed = new RunBed();
        bed.Run(_recorded with { Rounds = 2 });
        var path = new TranscriptFolder(bed.File("run")).MessagesPath;
        File.WriteAllText(path, "nonsense\n" + File.ReadAllText(path));

        var refusal = Assert.Throws<InputException>(() => bed.Run(_recorded, resume: true));
        Assert.Equal($"{path}:1: damaged or cut off; expected a message as fed wrote it", refusal.Message);
    }

    [Fact]
    public void Clients_of_the_quadratic_task_are_recorded_in_float64()
    {
        using var bed = new RunBed();
        bed.Run(new Experiment
        {
            Task = TaskKind.Quadratic,
            Quadratic = Gossip.GossipRuns.FourNodes,
            Algorithm = new FedAvgOptions(),
            Rounds = 1,
            Cohort = new FixedCohortOptions { Count = 4 },
            Record = new RecordOptions(),
        });
        var folder = new TranscriptFolder(bed.File("run"));

        Assert.Equal([0.5, 0.25], SafetensorsFile.Read(folder.PathOf(folder.Lines()[0].File)).ToDoubles("x"));
        Assert.False(Directory.Exists(bed.File("run/truth")));
    }

    private static float[] Vector(TranscriptFolder folder, MessageLine line, string name) =>
        SafetensorsFile.Read(folder.PathOf(line.File)).ToSingles(name).ToArray();

    private static void Cancel(bool now, CancellationTokenSource cancellation)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }

    private static string[] Files(RunBed bed, string folder) =>
        [.. Directory.EnumerateFiles(bed.File(folder), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(bed.File(folder), path)).Order()];

    private static void AssertSame(RunBed bed, string name)
    {
        Assert.Equal(Files(bed, $"whole/{name}"), Files(bed, $"parts/{name}"));
        Assert.All(Files(bed, $"whole/{name}"), file => Assert.Equal(File.ReadAllBytes(bed.File($"whole/{name}/{file}")), File.ReadAllBytes(bed.File($"parts/{name}/{file}"))));
    }
}
