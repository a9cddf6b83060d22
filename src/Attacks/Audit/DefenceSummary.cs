using System.Globalization;

namespace Federated.Attacks.Audit;

/// <summary>What the figures say about defences: what helps, what it costs, and what helps only against those who do not know of it.</summary>
internal static class DefenceSummary
{
    /// <summary>Decibels of a difference before the report makes a point of it.</summary>
    private const double Told = 3;

    /// <summary>Writes the sentences; none without defended rows.</summary>
    public static IEnumerable<string> Write(AuditFile audit)
    {
        var defended = audit.Rows.Where(row => row is { Defence: not null, Score: not null }).ToArray();

        // Whoever knows of a defence may also ignore it: what counts is the better of the two.
        AuditRow[] adaptive = [.. defended.GroupBy(row => (row.Attack, row.Strength, row.Round, row.Client)).Select(rows => rows.MaxBy(row => row.Score!.WorstPsnr)!)];
        if (adaptive.Length == 0 || AuditSummary.Worst(audit.Rows.Where(row => row.Defence is null)) is not { } bare)
        {
            yield break;
        }

        yield return Helps(audit, adaptive, bare);
        if (Deceptive(defended, audit.Method.SuccessPsnr) is { } deceptive)
        {
            yield return deceptive;
        }
    }

    private static string Helps(AuditFile audit, AuditRow[] adaptive, AuditRow bare)
    {
        // Where nothing was recognisable without a defence, it has to take something off all the same.
        var threshold = Math.Min(audit.Method.SuccessPsnr, bare.Score!.WorstPsnr - Told);
        var from = AuditSummary.Decibels(bare.Score.WorstPsnr);
        AuditRow[] safe = [.. adaptive.Where(row => row.Score!.WorstPsnr < threshold)];
        if ((audit.Price is { Tells: false } || safe.All(row => row.AccuracyLost is null)) && safe.MinBy(row => row.Score!.WorstPsnr) is { } strongest)
        {
            return $"What helps most: {strongest.Strength ?? strongest.Defence} leaves an attacker who knows of it {AuditSummary.Decibels(strongest.Score!.WorstPsnr)} instead of {from}."
                + (audit.Price is not { } price ? "" : string.Create(
                    CultureInfo.InvariantCulture,
                    $" What it costs cannot be told here: no recorded round gains more than {100 * (price.After - price.Before):F1} percentage points of test accuracy."));
        }

        if (safe.MinBy(row => row.AccuracyLost ?? double.PositiveInfinity) is { } cheapest)
        {
            return $"What helps for the least: {cheapest.Strength ?? cheapest.Defence} leaves an attacker who knows of it {AuditSummary.Decibels(cheapest.Score!.WorstPsnr)} instead of {from}"
                + (cheapest.AccuracyLost is { } lost ? $" and {Cost(lost)}." : ".");
        }

        var best = adaptive.MinBy(row => row.Score!.WorstPsnr)!;
        return $"No defence that was tried keeps an attacker who knows of it below {AuditSummary.Decibels(threshold)}; {best.Strength ?? best.Defence} comes nearest with {AuditSummary.Decibels(best.Score!.WorstPsnr)} instead of {from}.";
    }

    private static string Cost(double lost) => lost <= 0.0005
        ? "costs no test accuracy in the round"
        : string.Create(CultureInfo.InvariantCulture, $"costs {100 * lost:F1} percentage points of test accuracy in the round");

    private static string? Deceptive(AuditRow[] defended, double threshold)
    {
        var gains =
            from naive in defended
            where naive.Attacker == AttackerKind.Naive && naive.Score!.WorstPsnr < threshold
            from adaptive in defended
            where adaptive.Attacker == AttackerKind.Adaptive
                && (adaptive.Attack, adaptive.Defence, adaptive.Strength, adaptive.Round, adaptive.Client) == (naive.Attack, naive.Defence, naive.Strength, naive.Round, naive.Client)
            let gain = adaptive.Score!.WorstPsnr - naive.Score!.WorstPsnr
            where gain >= Told
            orderby gain descending
            select (naive, adaptive);
        return gains.FirstOrDefault() is { naive: { } blind, adaptive: { } told }
            ? $"Of {told.Strength ?? told.Defence}, note that it protects mostly from attackers who do not know of it: {AuditSummary.Decibels(blind.Score!.WorstPsnr)} for them, {AuditSummary.Decibels(told.Score!.WorstPsnr)} for one who does."
            : null;
    }
}
