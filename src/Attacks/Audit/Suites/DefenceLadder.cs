using Federated.Learning.Privacy;
using static System.FormattableString;

namespace Federated.Attacks.Audit;

/// <summary>The defences that an audit sweeps, weak ones of each kind first.</summary>
internal static class DefenceLadder
{
    /// <summary>Defences with their strengths.</summary>
    public static IReadOnlyList<AppliedDefence> Of(SuiteKind suite) => suite == SuiteKind.Quick
        ? [.. Noise(1, 10), .. TopK(0.1, 0.01), .. Prune(0.9), .. Quantise(4, 1)]
        : [.. Noise(0.1, 1, 3, 10, 30), .. TopK(0.3, 0.1, 0.03, 0.01), .. Prune(0.5, 0.9, 0.99), .. Quantise(8, 4, 2, 1), new AppliedDefence(new SignOptions(), "sign", 1)];

    private static IEnumerable<AppliedDefence> Noise(params double[] stds) => stds.Select((std, i) => new AppliedDefence(
        new NoiseOptions { Std = std, Scale = NoiseScale.Relative }, Invariant($"noise {std}\u00d7"), i + 1));

    private static IEnumerable<AppliedDefence> TopK(params double[] keeps) => keeps.Select((keep, i) => new AppliedDefence(
        new TopKOptions { Keep = keep }, Invariant($"top_k {100 * keep:0.##} %"), i + 1));

    private static IEnumerable<AppliedDefence> Prune(params double[] drops) => drops.Select((drop, i) => new AppliedDefence(
        new PruneOptions { Drop = drop }, Invariant($"prune {100 * drop:0.##} %"), i + 1));

    private static IEnumerable<AppliedDefence> Quantise(params int[] bits) => bits.Select((b, i) => new AppliedDefence(
        new QuantiseOptions { Bits = b }, Invariant($"quantise {b} bit"), i + 1));
}
