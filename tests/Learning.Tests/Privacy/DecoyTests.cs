using CsCheck;
using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class DecoyTests
{
    private const int Count = 200;

    private static readonly Partition _given = Partition.FromLists([.. Enumerable.Range(0, 5).Select(client => Enumerable.Range(40 * client, 40).ToArray())]);

    [Fact]
    public void Clients_train_on_the_share_of_foreign_samples_that_is_asked_for() =>
        Gen.Select(Gen.Double[0.05, 0.9], Gen.Enum<DecoyMixing>(), Gen.Int[0, 3].Select(tenths => tenths / 10.0), Gen.ULong).Sample((share, mixing, open, seed) =>
        {
            var options = new DecoyOptions { Share = share, Mixing = mixing, PublicShare = open };
            var own = DecoyPartition.WithoutPublic(options, _given, Count, seed);
            var mixed = DecoyPartition.Mix(options, own, Count, seed);
            for (var client = 0; client < own.Clients; client++)
            {
                var mine = own[client].ToArray();
                var trained = mixed[client].ToArray();
                var foreign = trained.Except(mine).Count() + (trained.Length - trained.Distinct().Count());
                Assert.InRange(foreign, (share * trained.Length) - 1, (share * trained.Length) + 1);
                Assert.Equal(mixing == DecoyMixing.Add ? mine.Length : trained.Length - foreign, trained.Intersect(mine).Count());
                Assert.True(mixing == DecoyMixing.Add || trained.Length == mine.Length);
            }
        });

    [Fact]
    public void Public_samples_belong_to_nobody_and_all_decoys_are_public()
    {
        var options = new DecoyOptions { PublicShare = 0.2 };
        var own = DecoyPartition.WithoutPublic(options, _given, Count, seed: 20);
        var held = Enumerable.Range(0, 5).SelectMany(client => own[client].ToArray()).ToHashSet();
        Assert.Equal(160, held.Count);
        var mixed = DecoyPartition.Mix(options, own, Count, seed: 20);
        for (var client = 0; client < 5; client++)
        {
            Assert.DoesNotContain(mixed[client].ToArray().Except(own[client].ToArray()), held.Contains);
        }
    }

    [Fact]
    public void Clients_draw_differently_and_always_the_same()
    {
        var options = new DecoyOptions { PublicShare = 0.3 };
        var mixed = DecoyPartition.Mix(options, _given, Count, seed: 20);
        Assert.NotEqual(mixed[0][20..].ToArray(), mixed[1][20..].ToArray());
        Assert.Equal(mixed[3].ToArray(), DecoyPartition.Mix(options, _given, Count, seed: 20)[3].ToArray());
        Assert.NotEqual(mixed[3].ToArray(), DecoyPartition.Mix(options, _given, Count, seed: 21)[3].ToArray());
    }

    [Fact]
    public void A_client_that_has_everything_finds_nothing_foreign() =>
        Assert.Contains("nowhere to come from", Assert.Throws<InputException>(
            () => DecoyPartition.Mix(new DecoyOptions { PublicShare = 0.0 }, Partition.OfOne(0, Count), Count, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_client_owns_stays_known_beside_what_it_trains_on()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Privacy = new PrivacyOptions { Defences = [new DecoyOptions { Share = 0.75, Mixing = DecoyMixing.Add }] } };
        using var task = ExperimentRun.Load(experiment, new DataLocations(bed.File("none"), bed.File("none")));
        Assert.Equal(900, task.Partition.Samples);
        Assert.All(Enumerable.Range(0, 10), client =>
        {
            Assert.Equal(task.Partition[client].ToArray(), task.Trained[client][..task.Partition[client].Length].ToArray());
            Assert.Equal(task.Trained[client].Length, task.SampleCount(client));
        });
        Assert.NotEqual(bed.Sha(experiment, "decoys"), bed.Sha(experiment with { Privacy = null }, "plain"));
    }

    [Fact]
    public void Photos_take_the_places_of_images_that_stay_known()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with
        {
            Data = new EmbeddedFashionMnistOptions { TrainSamples = 1000, TestSamples = 200, Cameras = new CameraOptions { Users = 8, DeviceImages = 50, AuxiliaryImages = 0 } },
            Partition = new NaturalPartitionOptions(),
            Privacy = new PrivacyOptions { Defences = [new DecoyOptions { Share = 0.4, Source = DecoySource.Photos }] },
        };
        using var task = (ClassificationTask)ExperimentRun.Load(experiment, new DataLocations(bed.File("none"), bed.File("none")));
        Assert.Same(task.Partition, task.Trained);
        for (var client = 0; client < 8; client++)
        {
            var (own, seen) = (new float[50 * 784], new float[50 * 784]);
            task.Train.Gather(task.Partition[client], own);
            task.Seen.Gather(task.Trained[client], seen);
            Assert.Equal(20, Enumerable.Range(0, 50).Count(i => !own.AsSpan(i * 784, 784).SequenceEqual(seen.AsSpan(i * 784, 784))));
        }

        Assert.NotEqual(bed.Sha(experiment, "decoys"), bed.Sha(experiment with { Privacy = null }, "plain"));
    }

    [Fact]
    public void A_machine_with_samples_of_its_own_has_no_decoys()
    {
        var experiment = RunBed.Small with { Privacy = new PrivacyOptions { Defences = [new DecoyOptions()] } };
        var samples = new FloatSampleSet(new float[784], new SampleShape(1, 28, 28), [0], 10);
        Assert.Throws<InputException>(() => ExperimentRun.LoadOwn(experiment, 0, samples));
    }

    [Theory]
    [InlineData("one-byte")]
    [InlineData("fedspeed")]
    public void Every_family_takes_decoys(string algorithm) =>
        Assert.Single(ExperimentFile.Parse($"{{algorithm: {algorithm}, privacy: {{defences: [{{name: decoys, share: 0.25}}]}}}}", "run.yaml", []).Privacy!.Defences);
}
