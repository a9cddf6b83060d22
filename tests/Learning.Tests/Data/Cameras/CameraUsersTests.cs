using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Data.Cameras;

public sealed class CameraUsersTests
{
    private static readonly CameraOptions _options = new() { Users = 6, Devices = 2, DeviceImages = 30, AuxiliaryImages = 40 };
    private readonly DatasetCatalogue _catalogue = new(new DataLocations("/none", "/none"));

    [Fact]
    public void Every_device_is_a_client_and_auxiliary_images_are_on_none()
    {
        var data = Load(_options);
        var auxiliary = data.Auxiliary!;
        Assert.Equal((12, 6, 2), (data.Natural!.Clients, auxiliary.Users.Clients, auxiliary.DevicesPerUser));
        Assert.All(Enumerable.Range(0, 12), client => Assert.Equal(30, data.Natural[client].Length));
        Assert.All(Enumerable.Range(0, 6), user => Assert.Equal(40, auxiliary.Users[user].Length));
        Assert.Equal((360, 240, 400), (data.Train.Count, auxiliary.Samples.Count, auxiliary.Public!.Count));
    }

    /// <summary>Cameras that do nothing leave images recognisable: none is dealt twice.</summary>
    [Fact]
    public void No_image_is_dealt_twice()
    {
        var plain = CameraOptions.Nothing with { Users = 6, Devices = 2, DeviceImages = 30, AuxiliaryImages = 40, Preference = 0.7 };
        var data = Load(plain);
        var seen = new HashSet<string>();
        foreach (var half in new[] { data.Train, data.Auxiliary!.Samples, data.Auxiliary.Public! })
        {
            foreach (var index in Enumerable.Range(0, half.Count))
            {
                Assert.True(seen.Add(Pixels((ImageSet)half, index)));
            }
        }

        Assert.Equal(1000, seen.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_photos_and_another_one_others()
    {
        Assert.Equal(Pixels((ImageSet)Load(_options).Train, 17), Pixels((ImageSet)Load(_options).Train, 17));
        Assert.NotEqual(Pixels((ImageSet)Load(_options).Train, 17), Pixels((ImageSet)Load(_options, seed: 2).Train, 17));
    }

    [Fact]
    public void Preferences_make_class_mixes_uneven_and_without_them_they_are_even()
    {
        double Uneven(double preference)
        {
            var data = Load(_options with { Preference = preference });
            return Enumerable.Range(0, 12).Average(client =>
            {
                var counts = data.Natural![client].ToArray().GroupBy(sample => data.Train.Labels[sample]).Select(group => (double)group.Count());
                return counts.Sum(count => count * count) / (30.0 * 30.0);
            });
        }

        Assert.True(Uneven(0.7) > 0.18, $"{Uneven(0.7)}");
        Assert.True(Uneven(double.PositiveInfinity) < 0.16, $"{Uneven(double.PositiveInfinity)}");
    }

    [Fact]
    public void Test_images_are_photographed_by_the_users_in_turn()
    {
        var data = Load(_options);
        var plain = Load(null);
        Assert.Equal(plain.Test.Labels.ToArray(), data.Test.Labels.ToArray());
        Assert.NotEqual(Pixels((ImageSet)plain.Test, 3), Pixels((ImageSet)data.Test, 3));
    }

    [Fact]
    public void More_images_than_there_are_are_refused()
    {
        var message = Assert.Throws<InputException>(() => Load(_options with { DeviceImages = 100 })).Message;
        Assert.Equal("data.cameras: 6 users with 240 images each; synthetic has 1000, so at most 166 images are accepted for each, or 4 users", message);
    }

    [Fact]
    public void Text_has_nothing_to_photograph()
    {
        var message = Assert.Throws<InputException>(() => _catalogue.Load(new Learning.Data.Text.MailsOptions { Cameras = _options }, 1)).Message;
        Assert.Contains("expected a data set of images", message);
    }

    [Fact]
    public void Cameras_are_read_from_an_experiment_file()
    {
        var experiment = ExperimentFile.Parse("algorithm: fedavg\ndata: {name: fashion-mnist-mini, cameras: {users: 12, preference: inf}}\npartition: natural\n", "test.yaml", []);
        Assert.Equal(new CameraOptions { Users = 12, Preference = double.PositiveInfinity }, experiment.Data.Cameras);
        Assert.IsType<NaturalPartitionOptions>(experiment.Partition);
    }

    [Fact]
    public void Decoys_take_the_places_of_a_share_of_each_devices_images()
    {
        var data = Load(_options);
        var train = (ImageSet)data.Train;
        var mixed = DecoyImages.Mix(train, data.Natural!, (ImageSet)data.Auxiliary!.Public!, 0.5, _options, seed: 3);
        Assert.Equal(train.Count, mixed.Count);
        for (var client = 0; client < 12; client++)
        {
            Assert.Equal(15, data.Natural![client].ToArray().Count(sample => Pixels(train, sample) != Pixels(mixed, sample)));
        }

        Assert.Equal(Pixels(train, 8), Pixels(DecoyImages.Mix(train, data.Natural!, (ImageSet)data.Auxiliary.Public!, 0.0, _options, seed: 3), 8));
    }

    [Fact]
    public void Users_that_come_with_the_data_share_their_samples_with_the_adversary()
    {
        var data = Load(_options) with { Auxiliary = null };
        var split = AuxiliarySplit.Make(data, 0.3, seed: 4);
        for (var client = 0; client < 12; client++)
        {
            var left = split.Natural![client].ToArray();
            Assert.Equal((21, 9), (left.Length, split.Auxiliary!.Users[client].Length));
            var away = data.Natural![client].ToArray().Except(left).Select(sample => Pixels((ImageSet)data.Train, sample)).Order();
            Assert.Equal(away, split.Auxiliary.Users[client].ToArray().Select(sample => Pixels((ImageSet)split.Auxiliary.Samples, sample)).Order());
        }

        Assert.Contains("has auxiliary samples already", Assert.Throws<InputException>(() => AuxiliarySplit.Make(split, 0.3, seed: 4)).Message);
        Assert.Contains("has no users", Assert.Throws<InputException>(() => AuxiliarySplit.Make(Load(null), 0.3, seed: 4)).Message);
    }

    private FederatedDataset Load(CameraOptions? cameras, ulong seed = 1) =>
        _catalogue.Load(new SyntheticOptions { Height = 8, Width = 8, Train = 1000, Test = 30, Cameras = cameras }, seed);

    private static string Pixels(ImageSet set, int index)
    {
        var pixels = new float[set.Shape.Size];
        set.Gather([index], pixels);
        return string.Join(' ', pixels);
    }
}
