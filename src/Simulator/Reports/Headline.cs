using System.Globalization;

namespace Federated.Simulator.Reports;

/// <summary>Says in plain language what came out.</summary>
internal static class Headline
{
    /// <summary>Two or three sentences about the groups, which are sorted best first.</summary>
    public static string Write(IReadOnlyList<RunGroup> groups)
    {
        var leader = groups[0];
        if (leader.Best is null)
        {
            return WithoutAccuracy(groups);
        }

        var rival = groups.Skip(1).FirstOrDefault(group => group.Label == "FedAvg" && group.Best is not null)
            ?? groups.Skip(1).FirstOrDefault(group => group.Best is not null);
        if (rival is null)
        {
            return $"{leader.Label} reached {Percent(leader.Best.Mean)} test accuracy in round {Math.Round(leader.BestRound!.Mean)} of {leader.Rounds}{Seeds(leader)}.";
        }

        // Said once when it holds for both.
        var seedsOfLeader = leader.Runs.Count == rival.Runs.Count ? "" : Seeds(leader);
        return string.Join(
            ' ',
            $"{leader.Label} reached {Percent(leader.Best.Mean)} test accuracy {When(leader)}{seedsOfLeader};",
            $"{rival.Label} {Percent(rival.Best!.Mean)} {When(rival)}{Seeds(rival)}.",
            Lead(leader, rival),
            Caveat(leader, rival)).TrimEnd();
    }

    private static string Lead(RunGroup leader, RunGroup rival)
    {
        if (Percent(leader.Best!.Mean) == Percent(rival.Best!.Mean))
        {
            return "Neither leads.";
        }

        var cost = leader.CostOf(rival.Best.Mean);
        if (cost.Reached < leader.Runs.Count)
        {
            return $"Not every seed of {leader.Label} got to {rival.Label}'s mean best.";
        }

        var needed = Math.Round(cost.Rounds!.Mean);
        var instead = Math.Round(rival.BestRound!.Mean);
        return needed < instead
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{leader.Label} got to {rival.Label}'s best in {Rounds(needed)} instead of {instead} ({instead / needed:0.0}\u00d7 fewer).")
            : $"It was no faster: {leader.Label} took {Rounds(needed)} to {rival.Label}'s best, {rival.Label} {Rounds(instead)}.";
    }

    private static string Caveat(RunGroup leader, RunGroup rival)
    {
        if (leader.Rounds != rival.Rounds)
        {
            return $"They ran for different numbers of rounds ({leader.Rounds} and {rival.Rounds}).";
        }

        var gap = leader.Best!.Mean - rival.Best!.Mean;
        if (Percent(leader.Best.Mean) == Percent(rival.Best.Mean))
        {
            return "";
        }

        if (leader.Best.Deviation is null || rival.Best.Deviation is null)
        {
            return gap < 0.01 ? "With one seed, a gap this small may be chance." : "";
        }

        return gap <= Math.Max(leader.Best.Deviation.Value, rival.Best.Deviation.Value)
            ? "The gap is no larger than the spread over seeds."
            : "";
    }

    private static string WithoutAccuracy(IReadOnlyList<RunGroup> groups)
    {
        var known = groups.Where(group => group.LowestLoss is not null).ToArray();
        if (known.Length == 0)
        {
            return "No run has measured an accuracy or a loss yet.";
        }

        var first = $"{known[0].Label} got down to a loss of {Loss(known[0])} in {Rounds(known[0].Rounds)}";
        var others = known.Skip(1).Take(1).Select(group => $"; {group.Label} {Loss(group)} in {Rounds(group.Rounds)}");
        return first + string.Concat(others) + ".";
    }

    private static string When(RunGroup group) => $"in {Rounds(Math.Round(group.BestRound!.Mean))}";

    private static string Rounds(double count) => count == 1 ? "1 round" : string.Create(CultureInfo.InvariantCulture, $"{count:0} rounds");

    private static string Loss(RunGroup group) => group.LowestLoss!.Mean.ToString("G4", CultureInfo.InvariantCulture);

    private static string Seeds(RunGroup group) => group.Runs.Count == 1 ? "" : $" (means of {group.Runs.Count} seeds)";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
