namespace Federated.Bench.Influence;

/// <summary>All tables of the study, with what they are called.</summary>
internal static class InfluenceTables
{
    /// <summary>Prints them.</summary>
    /// <param name="seeds">of weights and noise; numbers are averages over them</param>
    public static void Print(ulong[] seeds)
    {
        var (errors, weights) = (new InfluenceStudy(seeds), new WeightStudy(seeds));
        (string Title, Action Table)[] tables =
        [
            ("Noise", errors.Noise),
            ("Pruning", errors.Pruning),
            ("Directions", errors.Directions),
            ("First weights", weights.Initialisations),
            ("Training", weights.Training),
        ];
        foreach (var (title, table) in tables)
        {
            Console.WriteLine($"### {title}\n");
            table();
            Console.WriteLine();
        }
    }
}
