using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Randomness;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Models;

/// <summary>Our pooling kernel against libtorch's pooling and ReLU, bit for bit.</summary>
public sealed class PoolReLUTests
{
    public enum Content
    {
        Normal,
        Ties,
        Negative,
        NaN,
        Infinite,
    }

    [Theory]
    [InlineData(1, 16, 2, 2, Content.Normal)]
    [InlineData(3, 16, 24, 24, Content.Normal)]
    [InlineData(2, 64, 10, 14, Content.Normal)]
    [InlineData(5, 32, 8, 8, Content.Ties)]
    [InlineData(2, 48, 4, 6, Content.Negative)]
    [InlineData(3, 32, 6, 4, Content.NaN)]
    [InlineData(3, 32, 6, 4, Content.Infinite)]
    public void Values_and_derivatives_are_those_of_libtorch(int images, int channels, int height, int width, Content content)
    {
        using var scope = NewDisposeScope();
        var x = Images(images, channels, height, width, content);
        var derivative = Draw.Normal([images, channels, height / 2, width / 2], lane: 1);
        Assert.True(PoolReLUFunction.Accepts(x));

        var (value, gradient) = Differentiate(x, derivative, t => PoolReLUFunction.apply(t));
        var (expected, expectedGradient) = Differentiate(x, derivative, t => nn.functional.max_pool2d(t, 2).relu());

        Assert.Equal(Bits(expected), Bits(value));
        Assert.Equal(Bits(expectedGradient), Bits(gradient));
        Assert.Equal(Bits(expected), Bits(PoolReLUFunction.Evaluate(x)));
    }

    [Fact]
    public void NaN_stays_NaN_so_that_divergence_is_noticed()
    {
        using var scope = NewDisposeScope();
        var values = new float[16 * 4];
        values[7] = float.NaN;
        var x = Layers.ChannelsLast(tensor(values, [1, 16, 2, 2]));

        Assert.Equal(1, PoolReLUFunction.Evaluate(x).isnan().sum().item<long>());
    }

    [Theory]
    [InlineData(15, 4, 4)]
    [InlineData(16, 5, 4)]
    [InlineData(16, 4, 5)]
    public void Other_sizes_are_left_to_libtorch(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var x = Layers.ChannelsLast(Draw.Normal([2, channels, height, width]));

        Assert.False(PoolReLUFunction.Accepts(x));
        var fused = Layers.PoolReLU(x, new ForwardContext(Precision.Float32) { Fused = true });
        Assert.Equal(Bits(nn.functional.max_pool2d(x, 2).relu()), Bits(fused));
    }

    [Fact]
    public void Other_layouts_and_number_formats_are_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        var x = Draw.Normal([2, 16, 4, 4]);

        Assert.False(PoolReLUFunction.Accepts(x));
        Assert.False(PoolReLUFunction.Accepts(Layers.ChannelsLast(x).to(ScalarType.BFloat16)));
        Assert.False(PoolReLUFunction.Accepts(Layers.ChannelsLast(x).to(ScalarType.Float64)));
        Assert.True(PoolReLUFunction.Accepts(Layers.ChannelsLast(x)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Channels_last_keeps_the_numbers_and_changes_their_place(int channels)
    {
        using var scope = NewDisposeScope();
        var x = Draw.Normal([2, channels, 4, 6]);
        var y = Layers.ChannelsLast(x);

        Assert.True(x.equal(y).all().item<bool>());
        Assert.Equal([24L * channels, 1, 6L * channels, channels], y.stride());
    }

    private static Tensor Images(int images, int channels, int height, int width, Content content)
    {
        var values = Draw.Normal(images * channels * height * width);
        var stream = new KeyedStream(9, Purpose.SyntheticData);
        foreach (ref var value in values.AsSpan())
        {
            value = content switch
            {
                Content.Ties => stream.NextInt32(4) - 1,
                Content.Negative => -Math.Abs(value) - 0.01f,
                Content.NaN => stream.NextInt32(5) == 0 ? float.NaN : value,
                Content.Infinite => stream.NextInt32(3) == 0 ? (value > 0 ? float.PositiveInfinity : float.NegativeInfinity) : value,
                _ => value,
            };
        }

        return Layers.ChannelsLast(tensor(values, [images, channels, height, width]));
    }

    private static (Tensor Value, Tensor Gradient) Differentiate(Tensor x, Tensor derivative, Func<Tensor, Tensor> function)
    {
        var leaf = x.detach().requires_grad_();
        var value = function(leaf);
        value.backward([derivative]);
        return (value.detach(), leaf.grad!);
    }

    /// <summary>Bits in the order channels first; NaN is one value, whatever its payload.</summary>
    private static int[] Bits(Tensor x) =>
        [.. x.contiguous().data<float>().Select(value => float.IsNaN(value) ? int.MinValue + 1 : BitConverter.SingleToInt32Bits(value))];
}
