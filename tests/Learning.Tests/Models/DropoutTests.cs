using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Models;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0.25f)]
    [InlineData(0.5f)]
    public void As_many_are_dropped_as_asked_and_the_rest_is_scaled(float probability)
    {
        const int Count = 200_000;
        var values = Drop(Count, probability, seed: 3);
        var dropped = values.Count(value => value == 0);

        var deviation = Math.Sqrt(probability * (1 - probability) / Count);
        Assert.InRange((double)dropped / Count, probability - (4 * deviation), probability + (4 * deviation));
        Assert.All(values.Where(value => value != 0), value => Assert.Equal(1 / (1 - probability), value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    public void The_stream_decides_the_mask(int count)
    {
        Assert.Equal(Drop(count, 0.5f, seed: 3), Drop(count, 0.5f, seed: 3));
        Assert.Equal(Drop(count, 0.5f, seed: 3), Drop(1000, 0.5f, seed: 3)[..count]);
        Assert.NotEqual(Drop(1000, 0.5f, seed: 3), Drop(1000, 0.5f, seed: 4));
    }

    [Fact]
    public void Neighbours_are_dropped_independently()
    {
        var values = Drop(200_000, 0.5f, seed: 3);
        var both = values.Chunk(2).Count(pair => pair[0] == 0 && pair[1] == 0);

        Assert.InRange(both / 100_000.0, 0.25 - 0.006, 0.25 + 0.006);
    }

    [Fact]
    public void A_network_drops_in_training_only_and_the_same_for_the_same_key()
    {
        using var scope = NewDisposeScope();
        var network = Draw.Network("pfl-cnn", 1, 12);
        using var parameters = new ParameterVector(network.Layout, trainable: false);
        Draw.Initial(network).CopyTo(parameters.Values);

        float[] Logits(ForwardContext context) =>
            network.Forward(parameters.Views, Draw.Normal([3, 1, 12, 12]), context).data<float>().ToArray();

        var evaluating = new ForwardContext(Precision.Float32);
        Assert.Equal(Logits(evaluating), Logits(evaluating));
        Assert.Equal(Logits(Training(1)), Logits(Training(1)));
        Assert.NotEqual(Logits(Training(1)), Logits(Training(2)));
        Assert.NotEqual(Logits(evaluating), Logits(Training(1)));
    }

    /// <summary>The mean over many masks is the value without: what the scale is for.</summary>
    [Fact]
    public void Masks_do_not_change_the_mean()
    {
        var sums = new double[100];
        for (var seed = 0; seed < 2000; seed++)
        {
            var values = Drop(100, 0.25f, (ulong)seed);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i] / 2000;
            }
        }

        // Standard error: sqrt(0.25 / 0.75 / 2000) = 0.0129.
        Assert.All(sums, mean => Assert.InRange(mean, 1 - 0.06, 1 + 0.06));
    }

    private static ForwardContext Training(ulong seed) =>
        new(Precision.Float32, () => new KeyedStream(seed, Purpose.Dropout));

    private static float[] Drop(int count, float probability, ulong seed)
    {
        using var scope = NewDisposeScope();
        var stream = new KeyedStream(seed, Purpose.Dropout);
        return ForwardContext.Dropout(ones(count), probability, ref stream).data<float>().ToArray();
    }
}
