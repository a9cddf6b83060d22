namespace Federated.Attacks.Metrics;

/// <summary>
/// Minimum-cost assignment of rows to columns by shortest augmenting paths with dual prices (Kuhn 1955; Jonker and Volgenant 1987),
/// O(r^2 c) for r rows and c &gt;= r columns.
/// </summary>
public static class Assignment
{
    /// <summary>Gives every row a column of its own, or, when there are more rows than columns, every column a row, at the least total cost.</summary>
    /// <param name="cost">rows x columns, finite</param>
    /// <returns>column of each row; -1 for rows that got none</returns>
    /// <exception cref="ArgumentException">A cost is NaN or infinite.</exception>
    public static int[] Solve(double[,] cost)
    {
        foreach (var value in cost)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"A cost is {value}; expected finite numbers.", nameof(cost));
            }
        }

        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        if (rows <= columns)
        {
            return Invert(Owners(rows, columns, (i, j) => cost[i, j]), rows);
        }

        return Owners(columns, rows, (i, j) => cost[j, i]);
    }

    /// <summary>Row of each column, -1 for free ones; no more rows than columns.</summary>
    private static int[] Owners(int rows, int columns, Func<int, int, double> cost)
    {
        // Column 0 is a root that holds the row to be placed; rows and columns count from 1, so that row 0 means none.
        var (rowPrice, columnPrice) = (new double[rows + 1], new double[columns + 1]);
        var (owner, from) = (new int[columns + 1], new int[columns + 1]);
        for (var row = 1; row <= rows; row++)
        {
            owner[0] = row;
            var free = ShortestPath(columns, cost, rowPrice, columnPrice, owner, from);
            while (free != 0)
            {
                owner[free] = owner[from[free]];
                free = from[free];
            }
        }

        return [.. owner.Skip(1).Select(row => row - 1)];
    }

    /// <summary>Dijkstra over reduced costs from the root to a free column; prices stay feasible.</summary>
    /// <returns>the free column</returns>
    private static int ShortestPath(
        int columns, Func<int, int, double> cost, double[] rowPrice, double[] columnPrice, int[] owner, int[] from)
    {
        var slack = new double[columns + 1];
        Array.Fill(slack, double.PositiveInfinity);
        var done = new bool[columns + 1];
        var current = 0;
        do
        {
            done[current] = true;
            var row = owner[current];
            var (delta, next) = (double.PositiveInfinity, 0);
            for (var j = 1; j <= columns; j++)
            {
                if (done[j])
                {
                    continue;
                }

                var reduced = cost(row - 1, j - 1) - rowPrice[row] - columnPrice[j];
                if (reduced < slack[j])
                {
                    (slack[j], from[j]) = (reduced, current);
                }

                if (slack[j] < delta)
                {
                    (delta, next) = (slack[j], j);
                }
            }

            for (var j = 0; j <= columns; j++)
            {
                if (done[j])
                {
                    rowPrice[owner[j]] += delta;
                    columnPrice[j] -= delta;
                }
                else
                {
                    slack[j] -= delta;
                }
            }

            current = next;
        }
        while (owner[current] != 0);

        return current;
    }

    private static int[] Invert(int[] owners, int rows)
    {
        var columns = new int[rows];
        for (var j = 0; j < owners.Length; j++)
        {
            if (owners[j] >= 0)
            {
                columns[owners[j]] = j;
            }
        }

        return columns;
    }
}
