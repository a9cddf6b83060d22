using Federated.Attacks.Identity;
using Federated.Attacks.Identity.Attackers;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Idx;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Privacy;
using Federated.Learning.Tasks;

namespace Federated.Bench;

/// <summary>Who sent which update: users with cameras, what gives them away, and what two defences cost and bring.</summary>
internal sealed class IdentityStudy
{
    private const int Images = 18_000;
    private const int UtilityRounds = 40;

    private static readonly string[] Figures = ["1-NN", "centroid", "linear", "softmax", "MLP", "top-5 (best)", "mAP (best)", "a device's 8 updates together (best)", "pair AUC", "pair AUC, siamese", "linking AUC", "permuted labels"];

    private readonly string _images;
    private readonly StudyTable _users = new("30 users, chance 0.033", Figures);
    private readonly StudyTable _open = new("Open world: 24 known users, 6 strangers", "top-1 of known", "detection AUC", "accuracy at 5 % false acceptance");
    private readonly StudyTable _defences = new("Defences: top-1", "1-NN", "centroid", "linear", "MLP", "8 updates together (best)", "pair AUC");
    private readonly StudyTable _utility = new($"What decoys cost: test accuracy of FedAvg after {UtilityRounds} rounds", "test accuracy");

    private IdentityStudy(string images) => _images = images;

    public static void Run(string images, string speeches, ulong[] seeds)
    {
        var study = new IdentityStudy(images);
        foreach (var seed in seeds)
        {
            study.Conditions(seed);
            study.Defences(seed);
        }

        study._users.Print();
        study._open.Print();
        study._defences.Print();
        study._utility.Print();
        SpeechStudy.Run(speeches, seeds);
    }

    private FederatedDataset Load(CameraOptions cameras, ulong seed) =>
        new DatasetCatalogue(DataLocations.FromEnvironment(Environment.GetEnvironmentVariable, string.Empty)).Load(
            new FashionMnistOptions { Folder = _images, TrainSamples = Images, Cameras = cameras }, seed);

    private static Network Model() => ModelCatalogue.Create("cnn-small", new SampleShape(1, 28, 28), 10);

    private void Conditions(ulong seed)
    {
        var trial = Trial(Load(new CameraOptions(), seed), seed);
        var (labelled, (anonymous, truth)) = (trial.Labelled(), trial.Anonymous());
        foreach (var (title, tensors) in new (string Title, string[] Tensors)[] { ("camera + labels, all layers", []), ("first convolution only", ["conv1"]), ("last layer only", ["fc2"]), ("last bias only", ["fc2.bias"]) })
        {
            _users.Add(title, Row(Attack(labelled, anonymous, truth, new FeatureOptions { Tensors = tensors }, seed)));
        }

        _users.Add("all layers, not centred", Row(Attack(labelled, anonymous, truth, new FeatureOptions { Centring = Centring.None }, seed)));
        _users.Add("all layers, 256 random directions", Row(Attack(labelled, anonymous, truth, new FeatureOptions { Projection = 256 }, seed)));
        Open(Load(new CameraOptions(), seed), seed);
        foreach (var (title, cameras) in new[]
        {
            ("camera only", new CameraOptions { Preference = double.PositiveInfinity }),
            ("labels only", CameraOptions.Nothing with { Preference = new CameraOptions().Preference }),
            ("neither (null control)", CameraOptions.Nothing),
        })
        {
            var other = Trial(Load(cameras, seed), seed);
            var (updates, senders) = other.Anonymous();
            _users.Add(title, Row(Attack(other.Labelled(), updates, senders, new FeatureOptions(), seed)));
        }
    }

    private void Open(FederatedDataset data, ulong seed)
    {
        var trial = new IdentityTrial(data, Model(), new TrialOptions { Seed = seed, KnownUsers = 24 });
        var (updates, truth) = trial.Anonymous();
        foreach (var result in Attack(trial.Labelled(), updates, truth, new FeatureOptions(), seed).Attackers)
        {
            _open.Add(result.Attacker, result.Top1, result.OpenWorld!.DetectionAuc, result.OpenWorld.Accuracy);
        }
    }

    private void Defences(ulong seed)
    {
        var cameras = new CameraOptions();
        var data = Load(cameras, seed);
        var trial = Trial(data, seed);
        var labelled = trial.Labelled();
        var (anonymous, truth) = trial.Anonymous();
        Defence("none", Attack(labelled, anonymous, truth, new FeatureOptions(), seed));
        foreach (var ratio in new[] { 1.0, 3.0, 10.0, 30.0 })
        {
            Defence($"noise of {ratio:F0} times the update's norm", Attack(labelled, DefendedUpdates.Of(anonymous, Noise(ratio), Model().Layout, seed), truth, new FeatureOptions(), seed));
        }

        _utility.Add("no decoys", Accuracy(data, (ImageSet)data.Train, seed));
        var open = (ImageSet)data.Auxiliary!.Public!;
        foreach (var share in new[] { 0.25, 0.5, 0.75 })
        {
            var mixed = DecoyImages.Mix((ImageSet)data.Train, data.Natural!, open, share, cameras, seed + 1000);
            var (updates, senders) = trial.Anonymous(mixed);
            Defence($"{share:P0} decoys", Attack(labelled, updates, senders, new FeatureOptions(), seed));
            var adaptive = DecoyImages.Mix((ImageSet)data.Auxiliary.Samples, data.Auxiliary.Users, open, share, cameras, seed + 2000);
            Defence($"{share:P0} decoys, the adversary mixes in its own", Attack(trial.Labelled(adaptive), updates, senders, new FeatureOptions(), seed));
            _utility.Add($"{share:P0} decoys", Accuracy(data, mixed, seed));
        }

        var plain = DecoyImages.Mix((ImageSet)data.Train, data.Natural!, open, 0.75, CameraOptions.Nothing, seed + 1000);
        var (diluted, owners) = trial.Anonymous(plain);
        Defence("75 % public images as they are, all classes alike", Attack(labelled, diluted, owners, new FeatureOptions(), seed));
        _utility.Add("75 % public images as they are, all classes alike", Accuracy(data, plain, seed));
        var fewer = Load(cameras with { DeviceImages = 40 }, seed);
        _utility.Add("no decoys, a quarter of the images", Accuracy(fewer, (ImageSet)fewer.Train, seed));
    }

    private static DefencePipeline Noise(double ratio) =>
        new(new PrivacyOptions { Defences = [new NoiseOptions { Std = ratio, Scale = NoiseScale.Relative }] });

    private static IdentityTrial Trial(FederatedDataset data, ulong seed) => new(data, Model(), new TrialOptions { Seed = seed });

    private static double Accuracy(FederatedDataset data, ImageSet train, ulong seed)
    {
        var experiment = new Experiment
        {
            Seed = seed,
            Rounds = UtilityRounds,
            Algorithm = new FedAvgOptions(),
            Cohort = new FixedCohortOptions { Count = data.Natural!.Clients },
            Local = new LocalOptions { Epochs = 2, BatchSize = 32, LearningRate = 0.05, WeightDecay = 0.0, LearningRateDecay = 1.0 },
            Evaluation = new EvaluationOptions { Every = UtilityRounds, Initial = false },
        };
        using var task = new ClassificationTask(experiment, data with { Train = train }, data.Natural, Model());
        return FedAvgRun.Of(experiment, task).Accuracy;
    }

    private static IdentityReport Attack(
        IReadOnlyList<LabelledUpdate> labelled, IReadOnlyList<AnonymousUpdate> anonymous, IReadOnlyList<IdentityTruth> truth, FeatureOptions features, ulong seed) =>
        IdentityAttack.Run(Model().Layout, labelled, anonymous, truth, new IdentityOptions
        {
            Features = features,
            Seed = seed,
            Permutations = 1,
            Attackers = [new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier(), new NetworkClassifier(null), new NetworkClassifier(64)],
        });

    private static double[] Row(IdentityReport report) =>
    [
        .. report.Attackers.Select(attacker => attacker.Top1),
        report.Attackers.Max(attacker => attacker.Top5),
        report.Attackers.Max(attacker => attacker.MeanAveragePrecision),
        report.Attackers.Max(attacker => attacker.DeviceTop1) ?? double.NaN,
        .. report.Matchers.Select(matcher => matcher.Auc),
        report.Matchers[0].LinkingAuc,
        report.Attackers.Average(attacker => attacker.NullTop1),
    ];

    private void Defence(string title, IdentityReport report) => _defences.Add(
        title,
        report.Attackers[0].Top1,
        report.Attackers[1].Top1,
        report.Attackers[2].Top1,
        report.Attackers[4].Top1,
        report.Attackers.Max(attacker => attacker.DeviceTop1) ?? double.NaN,
        report.Matchers.Max(matcher => matcher.Auc));
}
