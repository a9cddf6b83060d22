namespace Federated.Simulator.Reports;

/// <summary>What a group spent until it first measured a test accuracy or loss.</summary>
/// <param name="Reached">how many of its runs got there; the statistics are over those</param>
/// <param name="Rounds">rounds, null when no run got there</param>
/// <param name="Bytes">bytes up and down</param>
/// <param name="Seconds">seconds</param>
internal sealed record TargetCost(int Reached, Statistic? Rounds, Statistic? Bytes, Statistic? Seconds);
