using CsCheck;
using Federated.Attacks.Metrics;
using Xunit;

namespace Federated.Attacks.Tests.Metrics;

/// <summary>The assignment is the cheapest there is.</summary>
public sealed class AssignmentTests
{
    private static readonly Gen<double[,]> _costs =
        from rows in Gen.Int[1, 7]
        from columns in Gen.Int[1, 7]
        from flat in Gen.OneOf(Gen.Double[-10.0, 10.0], Gen.Int[0, 3].Select(i => (double)i)).Array[rows * columns]
        select Shape(flat, rows, columns);

    [Fact]
    public void No_assignment_is_cheaper() => _costs.Sample(
        cost =>
        {
            var columns = Assignment.Solve(cost);
            AssertOneToOne(cost, columns);
            Assert.Equal(Cheapest(cost, 0, 0), Total(cost, columns), 1e-9);
        },
        iter: 1000);

    [Fact]
    public void Prices_prove_that_a_large_assignment_is_cheapest()
    {
        // c_ij = u_i + v_j + r_ij with r >= 0 and r = 0 on a hidden permutation: its total is sum u + sum v, and nothing is cheaper.
        const int N = 120;
        var hidden = Enumerable.Range(0, N).Select(i => i * 77 % N).ToArray();
        var cost = new double[N, N];
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                cost[i, j] = ((i * 31) % 17) - ((j * 13) % 11) + (hidden[i] == j ? 0.0 : 0.5 + ((i * j) % 7));
            }
        }

        Assert.Equal(hidden, Assignment.Solve(cost));
    }

    [Fact]
    public void Rows_without_a_column_are_said_to_have_none() => Assert.Equal([-1, 0, -1], Assignment.Solve(new[,] { { 3.0 }, { 1.0 }, { 2.0 } }));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Costs_that_are_no_numbers_are_refused(double cost) =>
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Assignment.Solve(new[,] { { cost } })).Message, StringComparison.Ordinal);

    private static double[,] Shape(double[] flat, int rows, int columns)
    {
        var result = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, result, 0, flat.Length * sizeof(double));
        return result;
    }

    private static void AssertOneToOne(double[,] cost, int[] columns)
    {
        var used = columns.Where(j => j >= 0).ToArray();
        Assert.Equal(Math.Min(cost.GetLength(0), cost.GetLength(1)), used.Length);
        Assert.Equal(used.Length, used.Distinct().Count());
    }

    private static double Total(double[,] cost, int[] columns) => columns.Select((j, i) => j < 0 ? 0.0 : cost[i, j]).Sum();

    /// <summary>The least total over all ways to place the rows from <paramref name="row"/> on, leaving out as many as there are too many.</summary>
    private static double Cheapest(double[,] cost, int row, int used)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        if (row == rows)
        {
            return 0.0;
        }

        var free = columns - int.PopCount(used);
        var best = rows - row > free ? Cheapest(cost, row + 1, used) : double.PositiveInfinity;
        for (var j = 0; j < columns; j++)
        {
            if ((used & (1 << j)) == 0)
            {
                best = Math.Min(best, cost[row, j] + Cheapest(cost, row + 1, used | (1 << j)));
            }
        }

        return best;
    }
}
