using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Cameras;

/// <summary>Photos that cameras took of a data set's images, in 8 bits, with the data set's own normalisation.</summary>
internal sealed class PhotoAlbum
{
    private readonly ImageSet _images;
    private readonly Normalisation _normalisation;

    /// <param name="images">what is photographed</param>
    /// <param name="name">of the data set, for the message</param>
    /// <exception cref="InputException">It is not known which pixels the numbers were made from.</exception>
    public PhotoAlbum(ImageSet images, string name)
    {
        _images = images;
        _normalisation = images.Normalisation
            ?? throw new InputException($"data.cameras: {name} does not say how its numbers were made from pixels; expected a data set of images with a known mean and std");
    }

    /// <summary>Photographs images, on all cores: a photo is a function of its camera, its image and its stream.</summary>
    /// <param name="images">indices of the images</param>
    /// <param name="camera">the camera of each photo; null: the image as it is</param>
    /// <param name="noise">the stream of each photo</param>
    public ByteSampleSet Take(IReadOnlyList<int> images, Func<int, Camera?> camera, Func<int, KeyedStream> noise)
    {
        var size = _images.Shape.Size;
        var pixels = new byte[checked(images.Count * size)];
        var labels = new int[images.Count];
        Parallel.For(0, images.Count, i =>
        {
            labels[i] = _images.Labels[images[i]];
            var photo = Image(images[i]);
            camera(i)?.Photograph(photo.ToArray(), photo, noise(i));
            for (var k = 0; k < size; k++)
            {
                pixels[(i * size) + k] = (byte)MathF.Round(255f * Math.Clamp(photo[k], 0f, 1f));
            }
        });
        return new ByteSampleSet(pixels, _images.Shape, labels, _images.Classes, _normalisation);
    }

    /// <summary>Pixels in [0, 1].</summary>
    private float[] Image(int index)
    {
        var image = new float[_images.Shape.Size];
        _images.Gather([index], image);
        _normalisation.Undo(image, _images.Shape);
        return image;
    }
}
