using System.Globalization;

namespace Federated.Attacks.Audit;

/// <summary>What an audit's figures say, in sentences for people who do not read tables.</summary>
public static class AuditSummary
{
    /// <summary>Decibels below the threshold of recognition down to which outlines are left.</summary>
    private const double Outlines = 5;

    /// <summary>Writes the sentences.</summary>
    /// <param name="audit">all but its summary</param>
    /// <returns>the verdict first; at least one</returns>
    public static IReadOnlyList<string> Write(AuditFile audit) =>
    [
        Verdict(audit), .. Sums(audit), .. Stages(audit), .. DefenceSummary.Write(audit), .. Views(audit), .. Senders(audit), .. Spread(audit), .. Beforehand(audit),
    ];

    /// <summary>A number of decibels.</summary>
    internal static string Decibels(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} dB");

    /// <summary>A fraction in percent.</summary>
    internal static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F0} %");

    /// <summary>What somebody sees on an image of this likeness.</summary>
    internal static string Recognised(double psnr, double threshold) =>
        psnr >= threshold ? "recognisable" : psnr >= threshold - Outlines ? "outlines only" : "nothing recognisable";

    /// <summary>The same, where it may be no more than the samples' mean.</summary>
    internal static string Recognised(AuditScore score, bool isGuess, double threshold) => isGuess ? "no more than the samples' mean image tells" : Recognised(score.WorstPsnr, threshold);

    /// <summary>The row with the highest worst case.</summary>
    internal static AuditRow? Worst(IEnumerable<AuditRow> rows) => rows.Where(row => row.Score is not null).MaxBy(row => row.Score!.WorstPsnr);

    private static IEnumerable<AuditRow> Bare(AuditFile audit) => audit.Rows.Where(row => row.Defence is null);

    private static string Verdict(AuditFile audit)
    {
        if (Worst(Bare(audit)) is { Score: { } score } worst)
        {
            var images = worst.Samples == 1 ? "the image" : $"the worst of {worst.Samples} images";
            return $"{audit.Setting.Adversary} with threat model {worst.Threat} gets {images} behind an update of round {worst.Round} back at "
                + $"{Decibels(score.WorstPsnr)} ({Recognised(score, worst.IsGuess, audit.Method.SuccessPsnr)}) by {worst.Attack}, when nothing defends it.";
        }

        return audit.Log.Count > 0
            ? $"{audit.Setting.Adversary} sees no updates here, only the size of gradients along random directions, a byte each."
            : $"{audit.Setting.Adversary} was not tried against the truth here: no attack came to a score.";
    }

    private static IEnumerable<string> Sums(AuditFile audit)
    {
        if (audit.Setting.Summed is { } clients)
        {
            yield return $"Secure aggregation: the coordinator sees only sums of {clients} clients' updates or more, as if they were one large client; whose a sample is it cannot tell.";
        }
    }

    private static IEnumerable<string> Stages(AuditFile audit)
    {
        var rounds = Bare(audit).Where(row => row.Score is not null).GroupBy(row => row.Round).OrderBy(round => round.Key).Select(round => Worst(round)!).ToArray();
        if (rounds.Length < 2 || rounds.All(round => round.IsGuess))
        {
            yield break;
        }

        var (first, last) = (rounds[0], rounds[^1]);
        var difference = last.Score!.WorstPsnr - first.Score!.WorstPsnr;
        var (early, late) = (Decibels(first.Score.WorstPsnr), Decibels(last.Score.WorstPsnr));
        yield return Math.Abs(difference) < 1
            ? $"Training changes little: the worst image is at {early} in round {first.Round} and at {late} in round {last.Round}."
            : difference < 0
                ? $"Early rounds give away most: the worst image is at {early} in round {first.Round} and at {late} in round {last.Round}."
                : $"Later rounds are no safer: the worst image is at {early} in round {first.Round} and at {late} in round {last.Round}.";
    }

    private static IEnumerable<string> Views(AuditFile audit)
    {
        if (audit.Neighbour.Where(view => view.Cosine is not null).MaxBy(view => view.Cosine) is { } nearest)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"What a neighbour sees ({nearest.What}) has a cosine of {nearest.Cosine:F2} with the node's own step.");
        }

        if (Worst(audit.Neighbour) is { } seen)
        {
            yield return $"Neighbours, {seen.What}: the worst image comes back at {Decibels(seen.Score!.WorstPsnr)} ({Recognised(seen.Score, seen.IsGuess, audit.Method.SuccessPsnr)}).";
        }

        if (Worst(audit.Log) is { } log)
        {
            var recognised = audit.Log.Where(view => view.Score?.WorstPsnr >= audit.Method.SuccessPsnr).MinBy(view => view.Level);
            yield return recognised is null
                ? $"No length of log that was tried, up to {log.What}, gives back an image that anybody would recognise: {Decibels(log.Score!.WorstPsnr)} at most."
                : $"{recognised.What} would be enough to give it away, at {Decibels(recognised.Score!.WorstPsnr)}.";
        }
    }

    private static AuditView? Worst(IEnumerable<AuditView> views) => views.Where(view => view.Score is not null).MaxBy(view => view.Score!.WorstPsnr);

    private static IEnumerable<string> Senders(AuditFile audit)
    {
        if (audit.Identification.Where(row => row.Defence is null).MaxBy(row => row.Top1) is { } best)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Who sent an update is named in {Percent(best.Top1)} of cases among {best.Users} senders by {best.Attacker}, from {best.From}: {best.Top1 / best.Chance:F1} times chance, against {Percent(best.Null)} in the null control.");
        }
    }

    private static IEnumerable<string> Spread(AuditFile audit)
    {
        if (audit.Risks.Count > 2)
        {
            var errors = audit.Risks.Select(risk => risk.Error).Order().ToArray();
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Clients' samples are not equally exposed: noise of the same size leaves {errors[errors.Length / 2] / errors[0]:F1} times less error in the riskiest of {errors.Length} samples than in the median one.");
        }
    }

    private static IEnumerable<string> Beforehand(AuditFile audit)
    {
        var hopeless = audit.Forecasts.Where(forecast => forecast.Outlook == Outlook.Hopeless).ToArray();
        if (hopeless.Length > 0)
        {
            yield return $"{hopeless.Length} of {audit.Forecasts.Count} settings were called hopeless before anything ran, for example {hopeless[0].Attack} in round {hopeless[0].Round}: {hopeless[0].Reason}.";
        }
    }
}
