using Federated.Learning.Data.Partitioning;
using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Cameras;

/// <summary>
/// Decoys: devices train on public images among their own, re-photographed with a camera and a class preference drawn anew for each device, so that
/// updates point to users who do not exist (the bias injection of Gradient-Leaks, arXiv 1805.05838).
/// </summary>
public static class DecoyImages
{
    /// <summary>Rounds of the streams with <see cref="Purpose.DecoyPhotos"/>; never renumber.</summary>
    private enum Stream
    {
        Mix = 0,
        Pool = 1,
        Draw = 2,
        Camera = 3,
        Noise = 4,
        Places = 5,
    }

    /// <summary>Puts decoys in the places of some of a device's images, chosen at random; devices keep their number of images.</summary>
    /// <param name="device">images of all devices</param>
    /// <param name="devices">which of them each device has; none twice</param>
    /// <param name="publicImages">what decoys are photographed from</param>
    /// <param name="share">part of a device's images that decoys replace, in [0, 1]</param>
    /// <param name="cameras">ranges that cameras and preferences are drawn from</param>
    /// <param name="seed">the devices' secret: not the seed that made their own photos</param>
    /// <returns>a set of the same size, for the same partition</returns>
    public static ImageSet Mix(ImageSet device, Partition devices, ImageSet publicImages, double share, CameraOptions cameras, ulong seed)
    {
        var (places, decoys) = (new List<int>(), new List<ImageSet>());
        for (var client = 0; client < devices.Clients; client++)
        {
            var own = devices[client].ToArray();
            Open(seed, Stream.Places, client).Shuffle<int>(own);
            var count = (int)Math.Round(share * own.Length);
            places.AddRange(own.AsSpan(0, count));
            if (count > 0)
            {
                decoys.Add(Photograph(publicImages, client, count, cameras, seed));
            }
        }

        return new ImagesReplaced(device, places, decoys);
    }

    private static ByteSampleSet Photograph(ImageSet images, int client, int count, CameraOptions options, ulong seed)
    {
        var mixes = new ClassMixes(1, images.Classes);
        mixes.DrawDirichlet(0, options.Preference, Open(seed, Stream.Mix, client));
        var pools = new ClassPools(images, PoolPolicy.Recycle);
        for (var label = 0; label < images.Classes; label++)
        {
            pools.Shuffle(label, Open(seed, Stream.Pool, (client * images.Classes) + label));
        }

        var chosen = PooledAssignment.Run(mixes, pools, count, Open(seed, Stream.Draw, client))[0].ToArray();
        var camera = new Camera(options, images.Shape, Open(seed, Stream.Camera, client));
        var noise = Open(seed, Stream.Noise, client);
        return new PhotoAlbum(images, "the set of public images").Take(chosen, _ => camera, i => noise.Child(i));
    }

    private static KeyedStream Open(ulong seed, Stream stream, int lane) => new(seed, Purpose.DecoyPhotos, (int)stream, lane);
}
