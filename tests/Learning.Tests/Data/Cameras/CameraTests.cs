using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Data.Cameras;

public sealed class CameraTests
{
    private static readonly SampleShape _shape = new(2, 9, 11);

    [Fact]
    public void A_camera_without_properties_changes_nothing()
    {
        var image = Image();
        Assert.Equal(image, Photo(CameraOptions.Nothing, image));
    }

    [Fact]
    public void A_photo_is_a_function_of_camera_image_and_noise()
    {
        var image = Image();
        var options = new CameraOptions();
        Assert.Equal(Photo(options, image), Photo(options, image));
        Assert.NotEqual(Photo(options, image), Photo(options, image, camera: 2));
        Assert.NotEqual(Photo(options, image), Photo(options, image, noise: 2));
        Assert.All(Photo(options, image), pixel => Assert.InRange(pixel, 0f, 1f));
    }

    [Fact]
    public void Gamma_is_a_power_of_the_pixel_and_brightness_is_added()
    {
        float[] grey = [.. Enumerable.Repeat(0.5f, _shape.Size)];
        var curved = Photo(CameraOptions.Nothing with { Gamma = 0.7 }, grey);
        Assert.All(curved, pixel => Assert.Equal(curved[0], pixel));
        Assert.InRange(Math.Log(Math.Log(curved[0]) / Math.Log(0.5)), -0.7, 0.7);
        Assert.NotEqual(0.5f, curved[0]);
        var brighter = Photo(CameraOptions.Nothing with { Brightness = 0.12 }, grey);
        Assert.All(brighter, pixel => Assert.Equal(brighter[0], pixel));
        Assert.InRange(brighter[0], 0.38f, 0.62f);
        Assert.NotEqual(0.5f, brighter[0]);
    }

    /// <summary>A turn of 180 degrees maps every pixel on another one; the drawn angle is then put right by turning on.</summary>
    [Fact]
    public void A_half_turn_reverses_each_channel()
    {
        var image = Image();
        var turned = (float[])image.Clone();
        var turn = new ImageTurn(9, 11, 180);
        turn.Apply(turned.AsSpan(0, 99), new float[99], outside: 0f);
        for (var i = 0; i < 99; i++)
        {
            Assert.Equal(image[98 - i], turned[i], 1e-5f);
        }
    }

    [Fact]
    public void A_quarter_turn_goes_counter_clockwise()
    {
        float[] image = [0, 1, 0, 0, 0, 0, 0, 0, 0];
        new ImageTurn(3, 3, 90).Apply(image, new float[9], outside: 0f);
        float[] left = [0, 0, 0, 1, 0, 0, 0, 0, 0];
        Assert.All(image.Zip(left), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Blur_spreads_a_point_evenly_and_loses_nothing()
    {
        var point = new float[15 * 15];
        point[(7 * 15) + 7] = 1f;
        var camera = new Camera(CameraOptions.Nothing with { Blur = 1 }, new SampleShape(1, 15, 15), new KeyedStream(1, Purpose.CameraUsers));
        var photo = new float[point.Length];
        camera.Photograph(point, photo, new KeyedStream(1, Purpose.CameraUsers, 1));
        Assert.Equal(1.0, photo.Sum(pixel => (double)pixel), 1e-5);
        Assert.InRange(photo[(7 * 15) + 7], 0.1f, 0.99f);
        Assert.Equal(photo[(7 * 15) + 6], photo[(7 * 15) + 8], 1e-7f);
        Assert.Equal(photo[(6 * 15) + 7], photo[(7 * 15) + 6], 1e-7f);
    }

    [Fact]
    public void Noise_differs_between_photos_and_the_fixed_pattern_does_not()
    {
        float[] grey = [.. Enumerable.Repeat(0.5f, _shape.Size)];
        var pattern = CameraOptions.Nothing with { FixedPattern = 0.04 };
        Assert.Equal(Photo(pattern, grey), Photo(pattern, grey, noise: 2));
        Assert.NotEqual(Photo(pattern, grey), Photo(pattern, grey, camera: 2));
        Assert.InRange(Deviation(Photo(pattern, grey)), 0.03, 0.05);
        var noisy = CameraOptions.Nothing with { SensorNoise = 0.06 };
        Assert.NotEqual(Photo(noisy, grey), Photo(noisy, grey, noise: 2));
        Assert.InRange(Deviation(Photo(noisy, grey)), 1e-4, 0.07);
    }

    private static double Deviation(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static float[] Image()
    {
        var stream = new KeyedStream(7, Purpose.SyntheticData);
        var image = new float[_shape.Size];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = stream.NextSingle();
        }

        return image;
    }

    private static float[] Photo(CameraOptions options, float[] image, int camera = 1, int noise = 1)
    {
        var photo = new float[image.Length];
        new Camera(options, _shape, new KeyedStream(1, Purpose.CameraUsers, 4, camera)).Photograph(image, photo, new KeyedStream(1, Purpose.CameraUsers, 5, noise));
        return photo;
    }
}
