using System.Numerics;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using Federated.Learning.Tests.Algorithms;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Mixing;

/// <summary>One step on a strip: any number of nodes, most not a multiple of six.</summary>
public sealed class MixingKernelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(25)]
    [InlineData(64)]
    public void A_step_is_the_product_with_W(int nodes)
    {
        AssertMixed<float>((new RingTopologyOptions()).Matrix(nodes, 1, 1), 1e-6);
        AssertMixed<double>((new RingTopologyOptions()).Matrix(nodes, 1, 1), 1e-14);
        AssertMixed<float>((new FullTopologyOptions()).Matrix(nodes, 1, 1), 1e-6);
        AssertMixed<double>((new FullTopologyOptions()).Matrix(nodes, 1, 1), 1e-14);
    }

    private static unsafe void AssertMixed<T>(MixingMatrix w, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var columns = MixingKernels.Columns<T>();
        using var x = new AlignedBuffer<T>(w.Nodes * columns);
        using var y = new AlignedBuffer<T>(w.Nodes * columns);
        var stream = new KeyedStream(4, Purpose.SyntheticData, w.Nodes);
        foreach (ref var value in x.Span)
        {
            value = T.CreateTruncating((2 * stream.NextDouble()) - 1);
        }

        y.Span.Fill(T.NaN);
        var rows = stackalloc T*[w.Nodes];
        for (var i = 0; i < w.Nodes; i++)
        {
            rows[i] = y.Address + (i * columns);
        }

        MixingKernels.Step(new MixingPlan<T>(w), x.Address, rows);
        var expected = Dense.Mix(w.ToDense(), Rows(x, w.Nodes, columns));
        var actual = Rows(y, w.Nodes, columns);
        Assert.All(expected.Zip(actual), pair => Close.Vectors(pair.First, pair.Second, tolerance));
    }

    private static double[][] Rows<T>(AlignedBuffer<T> buffer, int nodes, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new double[nodes][];
        for (var i = 0; i < nodes; i++)
        {
            rows[i] = Array.ConvertAll(buffer.Span.Slice(i * columns, columns).ToArray(), double.CreateChecked);
        }

        return rows;
    }
}
