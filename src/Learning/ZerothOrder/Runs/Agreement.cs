namespace Federated.Learning.ZerothOrder;

/// <summary>What a comparison of weights found.</summary>
/// <param name="Hash">that of most copies</param>
/// <param name="Agreeing">machines that had it</param>
/// <param name="Recovered">machines that had not, and were rebuilt</param>
internal sealed record Agreement(ulong Hash, int Agreeing, int Recovered)
{
    /// <summary>The hash that most copies have; of several, the engine's own, else the smallest.</summary>
    /// <param name="hashes">those of the machines</param>
    /// <param name="own">that of the engine's copy</param>
    public static ulong Majority(IEnumerable<ulong> hashes, ulong own) => hashes
        .Append(own)
        .GroupBy(hash => hash)
        .OrderByDescending(group => group.Count())
        .ThenByDescending(group => group.Key == own)
        .ThenBy(group => group.Key)
        .First()
        .Key;
}
