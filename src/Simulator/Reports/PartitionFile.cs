using System.Globalization;
using System.Text.Json;
using Federated.Learning;

namespace Federated.Simulator.Reports;

/// <summary>Reads <c>partition.json</c>.</summary>
internal static class PartitionFile
{
    private const int MostClasses = 1_000_000;

    /// <summary>Reads and checks the counts against the sizes the file states.</summary>
    public static PartitionCounts Read(string path)
    {
        var fields = JsonFields.Parse(File.ReadAllText(path), path);
        var clients = Required(fields.Whole("clients", 1, int.MaxValue), "clients", path);
        var classes = Required(fields.Whole("classes", 1, MostClasses), "classes", path);
        var rows = fields.List("counts")
            ?? throw new InputException($"{path}: 'counts' is missing, a list of {classes} counts per client is expected");
        if (rows.Count > clients)
        {
            throw new InputException($"{path}: 'counts' has {rows.Count} rows, at most one per client ({clients}) is expected");
        }

        return new PartitionCounts
        {
            Clients = clients,
            ClassNames = Names(fields.List("class_names"), classes, path),
            Counts = [.. rows.Select((row, client) => Row(row, classes, $"{path}: 'counts' of client {client}"))],
        };
    }

    private static int Required(long? value, string key, string path) =>
        (int)(value ?? throw new InputException($"{path}: '{key}' is missing, a whole number from 1 is expected"));

    private static IReadOnlyList<string> Names(IReadOnlyList<JsonElement>? names, int classes, string path)
    {
        if (names is null)
        {
            return [.. Enumerable.Range(0, classes).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        }

        return names.Count == classes && names.All(name => name.ValueKind == JsonValueKind.String)
            ? [.. names.Select(name => name.GetString()!)]
            : throw new InputException($"{path}: 'class_names' has to be {classes} texts, one per class");
    }

    private static int[] Row(JsonElement row, int classes, string where)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != classes)
        {
            throw new InputException($"{where}: a list of {classes} counts is expected, one per class");
        }

        var counts = new int[classes];
        for (var k = 0; k < classes; k++)
        {
            if (row[k].ValueKind != JsonValueKind.Number || !row[k].TryGetInt32(out counts[k]) || counts[k] < 0)
            {
                throw new InputException($"{where}: class {k} is not a whole number from 0 to 2147483647");
            }
        }

        return counts;
    }
}
