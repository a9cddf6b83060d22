using CsCheck;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using Federated.Learning.Tests.Algorithms;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Algorithms;

/// <summary>Four bits: seven levels, of which v = (0.31, -0.62, 0.05, 1) takes 2 or 3, 4 or 5, 0 or 1, and 7.</summary>
public sealed class QuantiserTests
{
    private const int Draws = 200_000;

    private static readonly double[] _v = [.31, -.62, .05, 1.0];

    [Fact]
    public void Levels_and_their_probabilities_are_the_listed_ones()
    {
        int[] floors = [2, 4, 0, 7];
        double[] up = [.17, .34, .35, 0];
        var ups = new int[4];
        var stream = new KeyedStream(1, Purpose.Quantisation);
        for (var draw = 0; draw < Draws; draw++)
        {
            double[] q = [.. _v];
            StochasticQuantiser.Round<double>(q, 4, ref stream);
            for (var i = 0; i < 4; i++)
            {
                var level = Math.Round(7 * Math.Abs(q[i]));
                Assert.Equal(Math.CopySign(level / 7, _v[i]), q[i], 1e-15);
                Assert.InRange(level, floors[i], Math.Min(7, floors[i] + 1));
                ups[i] += level > floors[i] ? 1 : 0;
            }
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(up[i], (double)ups[i] / Draws, 4 * Math.Sqrt(up[i] * (1 - up[i]) / Draws));
        }
    }

    [Fact]
    public void The_average_of_many_is_what_was_rounded()
    {
        var sum = new double[4];
        var stream = new KeyedStream(2, Purpose.Quantisation);
        for (var draw = 0; draw < Draws; draw++)
        {
            double[] q = [.. _v];
            StochasticQuantiser.Round<double>(q, 4, ref stream);
            sum = Plane.Add(sum, q);
        }

        Close.Vectors(_v, Plane.Times(1.0 / Draws, sum), 1e-3);
    }

    [Fact]
    public void An_error_is_less_than_a_level() => Gen.Select(Gen.Float[-5, 5].Array[1, 50], Gen.Int[2, 16], Gen.ULong).Sample(
        (values, bits, seed) =>
        {
            var stream = new KeyedStream(seed, Purpose.Quantisation);
            float[] q = [.. values];
            StochasticQuantiser.Round<float>(q, bits, ref stream);
            var max = values.Max(Math.Abs);
            var level = max / ((1 << (bits - 1)) - 1.0);
            Assert.All(values.Zip(q), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= level * (1 + 1e-5)));
            Assert.All(q, value => Assert.True(Math.Abs(value) <= max * (1 + 1e-6f)));
        },
        threads: 1);

    [Fact]
    public void Nothing_and_what_is_not_finite_stay_as_they_are()
    {
        var stream = new KeyedStream(1, Purpose.Quantisation);
        double[] zeros = [0, -0.0, 0];
        StochasticQuantiser.Round<double>(zeros, 8, ref stream);
        Assert.Equal([0, 0, 0], zeros);
        foreach (var value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            double[] q = [1.0, value];
            StochasticQuantiser.Round<double>(q, 8, ref stream);
            Assert.Equal(value, q[1]);
        }
    }

    /// <summary>x + W q with q = Quant(y - x), momentum inside the round.</summary>
    [Fact]
    public void Quantised_DFedAvgM_mixes_rounded_changes_and_not_models()
    {
        var run = GossipRuns.Quadratic(new QuantisedDFedAvgMOptions { Momentum = 0.9, Bits = 4 }, rounds: 5);
        var w = (new RingTopologyOptions()).Matrix(4, 1, 1).ToDense();
        for (var round = 1; round <= 5; round++)
        {
            var before = run.Models[round - 1];
            double[][] q = [.. before.Select((x, node) => Message(x, node, round, run.Metrics[round - 1].LearningRate))];
            var mixed = Dense.Mix(w, q);
            Assert.All(Enumerable.Range(0, 4), node => Close.Vectors(Plane.Add(before[node], mixed[node]), run.Models[round][node], 1e-13));
            Close.Vectors(Plane.Add(Dense.Mean(before), Dense.Mean(q)), run.Means[round], 1e-14);
        }

        Assert.Equal(((2 * 4) + 7) / 8 + 4, run.Metrics[0].BytesUp / run.Metrics[0].Messages);
    }

    private static double[] Message(double[] x, int node, int round, double rate)
    {
        var (y, buffer) = (x, new double[2]);
        for (var k = 0; k < 2; k++)
        {
            buffer = Plane.Add(Plane.Gradient(GossipRuns.FourNodes.Clients[node], y), buffer, 0.9);
            y = Plane.Add(y, buffer, -rate);
        }

        var stream = new KeyedStream(20, Purpose.Quantisation, round, node);
        var change = Plane.Subtract(y, x);
        StochasticQuantiser.Round<double>(change, 4, ref stream);
        return change;
    }
}
