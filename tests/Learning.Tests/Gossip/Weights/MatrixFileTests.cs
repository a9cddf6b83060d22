using Federated.Learning.Data.NumPy;
using Federated.Learning.Gossip;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Weights;

/// <summary>Weights from a file of the user's.</summary>
public sealed class MatrixFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("w.npy");

    [Fact]
    public void A_doubly_stochastic_matrix_is_used_as_it_is()
    {
        double[] values = [.5, .25, .25, .25, .5, .25, .25, .25, .5];
        NpyFile.Write(File, values, 3, 3);
        var w = Read(3);
        Assert.Equal(values, w.ToDense().Cast<double>());
        Assert.Empty(MixingProblems.Find(w));
    }

    [Fact]
    public void Single_precision_will_do()
    {
        NpyFile.Write(File, [1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f], 3, 3);
        Assert.Empty(MixingProblems.Find(Read(3)));
    }

    [Theory]
    [InlineData(0.5, 0.4, 0.4, 0.6)]
    [InlineData(0.9, 0.1, 0.1, 0.8)]
    [InlineData(0.0, 0.5, 0.5, 0.0)]
    public void A_row_that_does_not_sum_to_one_is_refused_and_not_made_to(double a, double b, double c, double d)
    {
        NpyFile.Write(File, [a, b, c, d], 2, 2);
        var row = a + b == 1.0 ? 1 : 0;
        var sum = FormattableString.Invariant($"{(row == 0 ? a + b : c + d):0.######}");
        Assert.Equal($"{File}: row {row} sums to {sum}; expected 1", Assert.Throws<InputException>(() => Read(2)).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_refused(double value)
    {
        NpyFile.Write(File, [.5, .5, .5, value], 2, 2);
        Assert.StartsWith($"{File}: row 1 sums to ", Assert.Throws<InputException>(() => Read(2)).Message, StringComparison.Ordinal);

        NpyFile.Write(File, [.5, value, value, .5], 2, 2);
        Assert.StartsWith($"{File}: row 0 sums to ", Assert.Throws<InputException>(() => Read(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_for_another_number_of_nodes_is_refused()
    {
        NpyFile.Write(File, new double[6], 2, 3);
        Assert.Equal(
            $"{File}: an array of 2 x 3 is not accepted; expected 3 x 3", Assert.Throws<InputException>(() => Read(3)).Message);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rule_of_weights_beside_a_matrix_is_refused()
    {
        var problem = new MatrixTopologyOptions { Path = File, Weights = WeightRule.MaxDegree }.Check(4);
        Assert.Equal("topology.weights", problem!.Key);
        Assert.Null(new MatrixTopologyOptions { Path = File }.Check(4));
    }

    private MixingMatrix Read(int nodes) => new MatrixTopologyOptions { Path = File }.Matrix(nodes, 1, 1);
}
