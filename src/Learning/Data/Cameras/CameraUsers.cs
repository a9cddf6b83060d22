using Federated.Learning.Data.Partitioning;
using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Cameras;

/// <summary>Turns a data set of images into one of users with cameras; the same options, data and seed give the same photos.</summary>
public static class CameraUsers
{
    /// <summary>Rounds of the streams with <see cref="Purpose.CameraUsers"/>; never renumber.</summary>
    private enum Stream
    {
        Mix = 0,
        Pool = 1,
        Draw = 2,
        Order = 3,
        Camera = 4,
        TrainNoise = 5,
        TestNoise = 6,
    }

    /// <summary>
    /// Deals training images to users, each image to one user at most, and photographs them. Test image i is photographed by the camera of user
    /// i modulo the number of users. Images that nobody got are public, and not photographed.
    /// </summary>
    /// <param name="images">what is photographed</param>
    /// <param name="options">users and their cameras</param>
    /// <param name="seed">seed of the run</param>
    /// <exception cref="InputException">Samples are no images, or not enough.</exception>
    public static FederatedDataset Make(FederatedDataset images, CameraOptions options, ulong seed)
    {
        var (train, test) = images.Halves<ImageSet>("images");
        var dealt = Deal(train, images.Name, options, seed);
        var cameras = Enumerable.Range(0, options.Users).Select(user => new Camera(options, train.Shape, Open(seed, Stream.Camera, user))).ToArray();
        var album = new PhotoAlbum(train, images.Name);
        ByteSampleSet Photograph(List<int> chosen, int perUser) =>
            album.Take(chosen, i => cameras[i / perUser], i => Open(seed, Stream.TrainNoise, chosen[i]));

        var (onDevices, elsewhere, nobodys) = Separate(dealt, train.Count, options);
        var photosOfTest = new PhotoAlbum(test, images.Name).Take(
            [.. Enumerable.Range(0, test.Count)], i => cameras[i % options.Users], i => Open(seed, Stream.TestNoise, i));
        return new FederatedDataset(
            $"{images.Name} by {options.Users} cameras",
            Photograph(onDevices, options.Devices * options.DeviceImages),
            photosOfTest,
            Blocks(options.Users * options.Devices, options.DeviceImages))
        {
            Auxiliary = new AuxiliaryData(
                Photograph(elsewhere, Math.Max(1, options.AuxiliaryImages)),
                Blocks(options.Users, options.AuxiliaryImages),
                nobodys.Length == 0 ? null : new SampleSelection(train, nobodys),
                options.Devices),
        };
    }

    /// <summary>Class mixes and the images drawn from them, an equal number for each user.</summary>
    private static Partition Deal(ImageSet train, string name, CameraOptions options, ulong seed)
    {
        var perUser = (long)options.AuxiliaryImages + ((long)options.Devices * options.DeviceImages);
        if (perUser * options.Users > train.Count)
        {
            throw new InputException(
                $"data.cameras: {options.Users} users with {perUser} images each; {name} has {train.Count}, so at most {train.Count / options.Users} images are accepted for each, or {train.Count / perUser} users");
        }

        var mixes = new ClassMixes(options.Users, train.Classes);
        for (var user = 0; user < options.Users; user++)
        {
            mixes.DrawDirichlet(user, options.Preference, Open(seed, Stream.Mix, user));
        }

        var pools = new ClassPools(train, PoolPolicy.Exclusive);
        for (var label = 0; label < train.Classes; label++)
        {
            pools.Shuffle(label, Open(seed, Stream.Pool, label));
        }

        return Shuffled(PooledAssignment.Run(mixes, pools, (int)perUser, Open(seed, Stream.Draw)), seed);
    }

    /// <summary>Classes may run out while images are dealt: in an order of their own, a user's early and late images are alike.</summary>
    private static Partition Shuffled(Partition dealt, ulong seed) => Partition.FromLists([.. Enumerable.Range(0, dealt.Clients).Select(user =>
    {
        var samples = dealt[user].ToArray();
        Open(seed, Stream.Order, user).Shuffle<int>(samples);
        return samples;
    })]);

    private static (List<int> OnDevices, List<int> Elsewhere, int[] Nobodys) Separate(Partition dealt, int count, CameraOptions options)
    {
        var (onDevices, elsewhere) = (new List<int>(), new List<int>());
        var isFree = new bool[count];
        Array.Fill(isFree, true);
        for (var user = 0; user < dealt.Clients; user++)
        {
            var samples = dealt[user];
            elsewhere.AddRange(samples[..options.AuxiliaryImages]);
            onDevices.AddRange(samples[options.AuxiliaryImages..]);
            foreach (var sample in samples)
            {
                isFree[sample] = false;
            }
        }

        return (onDevices, elsewhere, [.. Enumerable.Range(0, count).Where(sample => isFree[sample])]);
    }

    private static Partition Blocks(int clients, int size) =>
        new([.. Enumerable.Range(0, clients * size)], [.. Enumerable.Range(0, clients + 1).Select(client => client * size)]);

    private static KeyedStream Open(ulong seed, Stream stream, int lane = 0) => new(seed, Purpose.CameraUsers, (int)stream, lane);
}
