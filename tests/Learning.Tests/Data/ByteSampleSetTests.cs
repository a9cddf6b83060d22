using CsCheck;
using Federated.Learning.Data;
using Xunit;

namespace Federated.Learning.Tests.Data;

public class ByteSampleSetTests
{
    [Fact]
    public void Gathering_normalises_like_the_formula_for_every_length_of_a_plane() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 150], Gen.Byte.Array[150 * 3 * 2]).Sample((channels, width, bytes) =>
        {
            float[] mean = [.3f, .5f, .7f], std = [.2f, .4f, .9f];
            var shape = new SampleShape(channels, 1, width);
            var set = new ByteSampleSet(
                bytes[..(2 * shape.Size)], shape, [0, 1], 2, new Normalisation(mean.AsSpan(0, channels), std.AsSpan(0, channels)));
            var gathered = new float[3 * shape.Size];
            set.Gather([1, 0, 1], gathered);
            for (var i = 0; i < gathered.Length; i++)
            {
                var sample = (i / shape.Size) == 1 ? 0 : 1;
                var within = i % shape.Size;
                var c = within / width;
                var expected = ((bytes[(sample * shape.Size) + within] / 255.0) - mean[c]) / std[c];
                Assert.Equal(expected, gathered[i], 1e-5);
            }
        });

    [Fact]
    public void Wide_and_narrow_registers_give_the_same_bits()
    {
        var source = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var wide = new float[256];
        PixelKernel.Convert(source, wide, 0.0111f, -0.81f);
        for (var i = 0; i < 256; i++)
        {
            var one = new float[1];
            PixelKernel.Convert(source.AsSpan(i, 1), one, 0.0111f, -0.81f);
            Assert.Equal(one[0], wide[i]);
        }
    }

    [Fact]
    public void Gathering_allocates_nothing()
    {
        var set = new ByteSampleSet(new byte[20 * 784], new SampleShape(1, 28, 28), new int[20], 10, Normalisation.Mnist);
        int[] indices = [3, 1, 19];
        var destination = new float[3 * 784];
        set.Gather(indices, destination);
        var before = GC.GetAllocatedBytesForCurrentThread();
        set.Gather(indices, destination);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Float_samples_come_back_as_they_are()
    {
        var set = new FloatSampleSet([1, 2, 3, 4, 5, 6], new SampleShape(1, 1, 2), [0, 1, 0], 2);
        var gathered = new float[4];
        set.Gather([2, 0], gathered);
        Assert.Equal([5f, 6f, 1f, 2f], gathered);
    }

    [Fact]
    public void A_prefix_refuses_samples_beyond_its_end()
    {
        var set = new SamplePrefix(new FloatSampleSet([1, 2, 3], new SampleShape(1, 1, 1), [0, 1, 0], 2), 2);
        Assert.Equal(2, set.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Gather([2], new float[1]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_deviation_that_is_not_positive_is_refused(float std) =>
        Assert.Throws<InputException>(() => new Normalisation([0.5f], [std]));
}
