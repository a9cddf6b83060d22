using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Transcripts;

public sealed class GroundTruthTests : IDisposable
{
    private readonly RecordedBed _bed = new();

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(2, 3, 6)]
    [InlineData(3, 3, 8)]
    [InlineData(7, 3, 8)]
    public void The_samples_of_a_round_are_those_that_the_client_went_through(int steps, int batch, int used)
    {
        var experiment = RecordedBed.Small with { Local = new LocalOptions { Steps = steps, BatchSize = batch } };
        var transcript = _bed.Run(experiment);
        using var task = RecordedBed.Task(experiment);
        var client = transcript.Down(2).To![0];
        var truth = GroundTruth.Open(_bed.Folder).Of(2, client);
        var normalised = new float[used * 36];
        task.Train.Gather(truth.Indices, normalised);
        task.Train.Normalisation?.Undo(normalised, new SampleShape(1, 6, 6));

        Assert.Equal(used, truth.Indices.Distinct().Count());
        Assert.Equal(used, transcript.Observe(2, client, ThreatModel.A).Samples);
        Assert.Equal(truth.Indices.Select(index => task.Train.Labels[index]), truth.Labels);
        Assert.Equal(normalised, truth.Pixels);
    }

    [Fact]
    public void Samples_of_clients_that_were_not_recorded_are_not_there()
    {
        _bed.Run(RecordedBed.Small with { Record = new RecordOptions { Clients = 1 }, Rounds = 1 });
        var truth = GroundTruth.Open(_bed.Folder);
        var known = Assert.Single(truth.Clients);

        Assert.True(truth.Knows(known));
        Assert.Contains($"the samples of client {known + 1} were not written", Assert.Throws<InputException>(() => truth.Of(1, known + 1)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();
}
