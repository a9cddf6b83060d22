using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Xunit;

namespace Federated.Attacks.Tests.Transcripts;

/// <summary>Input that cannot be used is refused with the reason.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly RecordedBed _bed = new();

    [Fact]
    public void A_folder_without_a_run() => AssertRefused("holds no run (there is no experiment.yaml); expected a folder that fed run or fed serve wrote");

    [Fact]
    public void A_run_that_was_not_recorded()
    {
        Assert.Throws<InputException>(() => _bed.Run(RecordedBed.Small with { Record = null }));

        AssertRefused("what this run exchanged was not recorded; expected one that ran with --record, or record: true");
    }

    [Fact]
    public void A_transcript_of_another_experiment()
    {
        _bed.Run(RecordedBed.Small);
        Edit("experiment.yaml", "seed: 20", "seed: 21");

        AssertRefused("the transcript of another experiment than that of experiment.yaml beside it");
    }

    [Fact]
    public void A_transcript_of_another_model()
    {
        _bed.Run(RecordedBed.Small);
        Edit("transcript/index.json", "\"classes\": 10", "\"classes\": 11");

        AssertRefused("recorded of another model (layout ");
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format 2; expected 1")]
    [InlineData("\"dimension\": 370,", "", "damaged or missing; expected what fed wrote there")]
    public void An_index_that_cannot_be_read(string old, string next, string reason)
    {
        _bed.Run(RecordedBed.Small);
        Edit("transcript/index.json", old, next);

        AssertRefused(reason);
    }

    [Fact]
    public void A_line_that_is_cut_off()
    {
        _bed.Run(RecordedBed.Small);
        var path = _bed.File("transcript/messages.jsonl");
        File.WriteAllText(path, File.ReadAllText(path)[..^30]);

        AssertRefused("messages.jsonl:12: damaged or cut off; expected a message as fed wrote it");
    }

    [Fact]
    public void A_file_that_is_cut_off()
    {
        var transcript = _bed.Run(RecordedBed.Small);
        var path = _bed.File($"transcript/{transcript.Up(1, transcript.Updates[0].Client).File}");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^4]);

        AssertRefused(Path.GetFileName(path));
    }

    [Fact]
    public void A_file_that_is_not_there()
    {
        var transcript = _bed.Run(RecordedBed.Small);
        File.Delete(_bed.File($"transcript/{transcript.Down(1).File}"));

        AssertRefused("cannot be read; expected a safetensors file");
    }

    [Fact]
    public void A_line_that_leads_out_of_the_folder()
    {
        _bed.Run(RecordedBed.Small);
        Edit("transcript/messages.jsonl", "round-000001/down.safetensors", "../truth/client-000000.safetensors");

        AssertRefused("is not in the transcript's folder");
    }

    [Theory]
    [InlineData(3, "no update of client 77 in round 3 was recorded; expected one of ")]
    [InlineData(4, "no update of client 77 in round 4 was recorded; expected round 1, 2, 3")]
    public void A_round_or_a_client_that_was_not_recorded(int round, string reason)
    {
        var transcript = _bed.Run(RecordedBed.Small);

        Assert.Contains(reason, Assert.Throws<InputException>(() => transcript.Observe(round, 77, ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_a_run_without_its_truth()
    {
        _bed.Run(RecordedBed.Small with { Record = new RecordOptions { Truth = false } });

        Assert.Contains(
            "the clients' samples were not written, so that labels and comparisons with them cannot be had; expected a run that was recorded with truth: true",
            Assert.Throws<InputException>(() => GroundTruth.Open(_bed.Folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_labels_than_samples()
    {
        var transcript = _bed.Run(RecordedBed.Small);

        Assert.Contains(
            "3 labels are given of 8 samples; expected one for each",
            Assert.Throws<InputException>(() => transcript.Observe(1, transcript.Down(1).To![0], ThreatModel.A, [1, 2, 3])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Updates_of_nodes_without_a_coordinator()
    {
        var transcript = _bed.Run(RecordedBed.Small with { Algorithm = new DFedAvgOptions(), Topology = new RingTopologyOptions(), Cohort = new FixedCohortOptions() });

        Assert.Contains(
            "a run of the gossip family has no updates that clients send to a coordinator; expected one with a server",
            Assert.Throws<InputException>(() => transcript.Observe(1, 0, ThreatModel.A)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();

    private void Edit(string file, string old, string next)
    {
        var text = File.ReadAllText(_bed.File(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(_bed.File(file), text.Replace(old, next, StringComparison.Ordinal));
    }

    private void AssertRefused(string reason) => Assert.Contains(
        reason,
        Assert.Throws<InputException>(() =>
        {
            var transcript = Transcript.Open(_bed.Folder);
            transcript.Observe(1, transcript.Updates[0].Client, ThreatModel.A);
        }).Message,
        StringComparison.Ordinal);
}
