using CsCheck;
using Federated.Learning.Data;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Data;

public class ImageAugmenterTests
{
    [Fact]
    public void A_shift_in_place_equals_padding_and_cropping() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[-8, 8], Gen.Int[-8, 8]).Sample((height, width, down, right) =>
        {
            var image = Enumerable.Range(1, height * width).Select(i => (float)i).ToArray();
            var shifted = image.ToArray();
            ImageAugmenter.Shift(shifted, height, width, down, right);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var (from, column) = (y + down, x + right);
                    var inside = from >= 0 && from < height && column >= 0 && column < width;
                    Assert.Equal(inside ? image[(from * width) + column] : 0f, shifted[(y * width) + x]);
                }
            }
        });

    [Fact]
    public void Flipping_twice_changes_nothing()
    {
        float[] image = [1, 2, 3, 4, 5, 6];
        ImageAugmenter.Flip(image, 3);
        Assert.Equal([3f, 2f, 1f, 6f, 5f, 4f], image);
        ImageAugmenter.Flip(image, 3);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], image);
    }

    [Fact]
    public void Half_of_the_images_are_flipped_and_half_are_cropped()
    {
        var shape = new SampleShape(2, 9, 9);
        var image = Enumerable.Range(1, shape.Size).Select(i => (float)i).ToArray();
        float[] batch = [.. Enumerable.Range(0, 4000).SelectMany(_ => image)];
        var stream = new KeyedStream(5, Purpose.Augmentation, 1, 2);
        ImageAugmenter.FlipAndCrop(ref stream, shape, batch);
        var centres = Enumerable.Range(0, 4000).Select(i => batch.AsSpan(i * shape.Size, shape.Size).ToArray()).ToArray();
        var untouched = centres.Count(i => i.SequenceEqual(image));
        var withoutEdges = centres.Count(i => !i.Contains(0f));

        // Neither: 1/4. No zero edge: no crop, or a crop at offset (0, 0) with 1/81.
        Assert.InRange(untouched, 1000 - 120, 1000 + 140);
        Assert.InRange(withoutEdges, 2000 - 130, 2000 + 180);
    }

    [Fact]
    public void The_same_key_gives_the_same_changes()
    {
        var shape = new SampleShape(1, 6, 6);
        var first = Enumerable.Range(0, 360).Select(i => (float)i).ToArray();
        var second = first.ToArray();
        var stream = new KeyedStream(5, Purpose.Augmentation, 1, 2);
        var again = new KeyedStream(5, Purpose.Augmentation, 1, 2);
        ImageAugmenter.FlipAndCrop(ref stream, shape, first);
        ImageAugmenter.FlipAndCrop(ref again, shape, second, padding: 4);
        Assert.Equal(first, second);
        Assert.NotEqual(Enumerable.Range(0, 360).Select(i => (float)i), first);
    }
}
