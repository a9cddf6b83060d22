using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>Which recorded rounds an audit attacks.</summary>
internal static class RoundChoice
{
    /// <summary>Those that were asked for, or some that lie as far apart as can be, the first and the last among them.</summary>
    /// <param name="options">what was asked for, and how much is tried</param>
    /// <param name="recorded">ascending, at least one</param>
    /// <param name="most">of a full audit; a quick one takes two</param>
    /// <exception cref="InputException">A round that was asked for was not recorded.</exception>
    public static IReadOnlyList<int> Of(AuditOptions options, IReadOnlyList<int> recorded, int most)
    {
        if (options.Rounds is { } asked)
        {
            return asked.Any(round => !recorded.Contains(round))
                ? throw new InputException($"--rounds: round {asked.First(round => !recorded.Contains(round))} was not recorded, or not what leads up to it; expected some of {string.Join(", ", recorded)}")
                : [.. asked.Distinct().Order()];
        }

        var count = Math.Min(options.Suite == SuiteKind.Quick ? 2 : most, recorded.Count);
        return [.. Enumerable.Range(0, count).Select(i => recorded[count == 1 ? 0 : i * (recorded.Count - 1) / (count - 1)])];
    }
}
