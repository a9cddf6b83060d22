using Federated.Attacks.Identity;
using Federated.Attacks.Identity.Attackers;
using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Models;

namespace Federated.Attacks.Tests.Identity;

/// <summary>Users with cameras on the embedded images: 20 users, so that chance is 0.05.</summary>
public sealed class UsersBed
{
    public const ulong Seed = 1;

    private readonly Dictionary<CameraOptions, IdentityTrial> _trials = [];

    public static CameraOptions Both { get; } = new() { Users = 20, DeviceImages = 120, AuxiliaryImages = 120 };

    public static CameraOptions CameraOnly { get; } = Both with { Preference = double.PositiveInfinity };

    public static CameraOptions Neither { get; } = Both with
    {
        Preference = double.PositiveInfinity,
        Gamma = 0,
        Brightness = 0,
        Rotation = 0,
        Blur = 0,
        SensorNoise = 0,
        FixedPattern = 0,
    };

    public static CameraOptions LabelsOnly { get; } = Neither with { Preference = Both.Preference };

    public static Network Network { get; } = ModelCatalogue.Create("cnn-small", new SampleShape(1, 28, 28), 10);

    /// <summary>Nearest neighbour, centroid, linear.</summary>
    public static IdentityOptions Simple { get; } = new()
    {
        Seed = Seed,
        Attackers = [new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier()],
        Matchers = [new CosineMatcher()],
        Permutations = 1,
    };

    public static FederatedDataset Load(CameraOptions cameras) => new DatasetCatalogue(new DataLocations("/none", "/none"))
        .Load(new EmbeddedFashionMnistOptions { TestSamples = 20, Cameras = cameras }, Seed);

    public IdentityTrial Trial(CameraOptions cameras)
    {
        if (!_trials.TryGetValue(cameras, out var trial))
        {
            _trials[cameras] = trial = new IdentityTrial(Load(cameras), Network, new TrialOptions { Seed = Seed });
        }

        return trial;
    }

    public IdentityReport Attack(CameraOptions cameras, IdentityOptions? options = null)
    {
        var trial = Trial(cameras);
        var (updates, truth) = trial.Anonymous();
        return IdentityAttack.Run(Network.Layout, trial.Labelled(), updates, truth, options ?? Simple);
    }
}
