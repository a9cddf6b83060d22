using System.Globalization;

namespace Federated.Bench;

/// <summary>A table of means and deviations over seeds, in Markdown.</summary>
internal sealed class StudyTable(string title, params string[] columns)
{
    private readonly Dictionary<string, List<double[]>> _rows = [];

    /// <summary>Figures of one seed.</summary>
    public void Add(string row, params double[] figures)
    {
        if (!_rows.TryGetValue(row, out var seeds))
        {
            _rows[row] = seeds = [];
        }

        seeds.Add(figures);
    }

    public void Print()
    {
        Console.WriteLine($"\n{title}\n");
        Console.WriteLine($"| | {string.Join(" | ", columns)} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
        foreach (var (row, seeds) in _rows)
        {
            var cells = Enumerable.Range(0, columns.Length).Select(column => Cell([.. seeds.Select(figures => figures[column])]));
            Console.WriteLine($"| {row} | {string.Join(" | ", cells)} |");
        }
    }

    private static string Cell(double[] values)
    {
        var mean = values.Average();
        if (double.IsNaN(mean))
        {
            return "-";
        }

        var deviation = values.Length < 2 ? 0.0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return values.Length < 2
            ? mean.ToString("F3", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{mean:F3} ± {deviation:F3}");
    }
}
