namespace Federated.Bench;

/// <summary>Contestants that take turns, so that what disturbs the machine disturbs them alike.</summary>
internal static class Interleaved
{
    /// <summary>Seconds of each contestant, ascending; a first turn, which touches memory for the first time, does not count.</summary>
    /// <param name="contestants">each takes one turn and returns its seconds</param>
    /// <param name="turns">number of turns that count</param>
    public static Dictionary<string, double[]> Measure(IReadOnlyDictionary<string, Func<double>> contestants, int turns)
    {
        var seconds = contestants.Keys.ToDictionary(name => name, _ => new List<double>());
        for (var turn = 0; turn <= turns; turn++)
        {
            foreach (var (name, measure) in contestants)
            {
                seconds[name].Add(measure());
            }
        }

        return seconds.ToDictionary(pair => pair.Key, pair => pair.Value.Skip(1).Order().ToArray());
    }
}
