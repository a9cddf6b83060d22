namespace Federated.Attacks.Identity;

/// <summary>Figures of identification, all in [0, 1].</summary>
public static class IdentityMetrics
{
    /// <summary>Part of the updates whose user is among the k best; users with equal scores are put in random order, and this is the mean over it.</summary>
    /// <param name="scores">[updates, users]</param>
    /// <param name="truth">user of each update; negative: not counted</param>
    /// <param name="k">at least 1</param>
    public static double TopK(double[,] scores, IReadOnlyList<int> truth, int k)
    {
        var (hits, counted) = (0.0, 0);
        for (var i = 0; i < truth.Count; i++)
        {
            if (truth[i] >= 0)
            {
                hits += ChanceOfTop(scores, i, truth[i], k);
                counted++;
            }
        }

        return counted == 0 ? double.NaN : hits / counted;
    }

    /// <summary>Mean over users of the average precision of all updates ranked by that user's score; users without an update are left out.</summary>
    /// <param name="scores">[updates, users]</param>
    /// <param name="truth">user of each update; negative: somebody else's</param>
    public static double MeanAveragePrecision(double[,] scores, IReadOnlyList<int> truth)
    {
        var (sum, counted) = (0.0, 0);
        var column = new double[truth.Count];
        var relevant = new bool[truth.Count];
        for (var user = 0; user < scores.GetLength(1); user++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = scores[i, user];
                relevant[i] = truth[i] == user;
            }

            if (relevant.Contains(true))
            {
                sum += AveragePrecision(column, relevant);
                counted++;
            }
        }

        return counted == 0 ? double.NaN : sum / counted;
    }

    /// <summary>sum_t (R_t - R_{t-1}) P_t over the distinct scores t as thresholds, descending: recall R, precision P.</summary>
    public static double AveragePrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> relevant)
    {
        var all = relevant.Count(r => r);
        var (taken, found, sum) = (0, 0, 0.0);
        foreach (var tied in Descending(scores))
        {
            var hits = tied.Count(i => relevant[i]);
            (taken, found) = (taken + tied.Length, found + hits);
            sum += (double)hits / all * found / taken;
        }

        return sum;
    }

    /// <summary>Area under the ROC curve: the chance that a positive scores above a negative, ties half.</summary>
    public static double RocAuc(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var positives = positive.Count(p => p);
        var negatives = positive.Count - positives;
        var (below, sum) = ((double)negatives, 0.0);
        foreach (var tied in Descending(scores))
        {
            var hits = tied.Count(i => positive[i]);
            var misses = tied.Length - hits;
            sum += hits * (below - (0.5 * misses));
            below -= misses;
        }

        return positives == 0 || negatives == 0 ? double.NaN : sum / positives / negatives;
    }

    /// <summary>Where as many negatives are accepted as positives are rejected, each as a part of its own; interpolated on the ROC curve.</summary>
    public static double EqualErrorRate(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var positives = (double)positive.Count(p => p);
        var negatives = positive.Count - positives;
        var (accepted, rejected) = (0.0, 1.0);
        foreach (var tied in Descending(scores))
        {
            var hits = tied.Count(i => positive[i]);
            var nextAccepted = accepted + ((tied.Length - hits) / negatives);
            var nextRejected = rejected - (hits / positives);
            if (nextAccepted >= nextRejected)
            {
                var gap = rejected - accepted;
                var step = gap - (nextRejected - nextAccepted);
                return accepted + ((nextAccepted - accepted) * gap / step);
            }

            (accepted, rejected) = (nextAccepted, nextRejected);
        }

        return accepted;
    }

    /// <summary>
    /// Open world: the threshold is the lowest that accepts at most the given part of strangers' updates; this is the part of known users' updates
    /// that are accepted and whose best user is the right one.
    /// </summary>
    /// <param name="scores">[updates, users]</param>
    /// <param name="truth">user of each update; negative: a stranger</param>
    /// <param name="falseAcceptance">in [0, 1)</param>
    public static double AccuracyAt(double[,] scores, IReadOnlyList<int> truth, double falseAcceptance)
    {
        var best = Best(scores);
        double[] strangers = [.. Enumerable.Range(0, truth.Count).Where(i => truth[i] < 0).Select(i => best[i]).OrderDescending()];
        var allowed = (int)Math.Floor(falseAcceptance * strangers.Length);
        var threshold = strangers.Length > allowed ? strangers[allowed] : double.NegativeInfinity;
        var (hits, counted) = (0.0, 0);
        for (var i = 0; i < truth.Count; i++)
        {
            if (truth[i] >= 0)
            {
                hits += best[i] > threshold ? ChanceOfTop(scores, i, truth[i], 1) : 0.0;
                counted++;
            }
        }

        return counted == 0 ? double.NaN : hits / counted;
    }

    /// <summary>The highest score of each update.</summary>
    public static double[] Best(double[,] scores) => [.. Enumerable.Range(0, scores.GetLength(0))
        .Select(i => Enumerable.Range(0, scores.GetLength(1)).Max(user => scores[i, user]))];

    private static double ChanceOfTop(double[,] scores, int update, int user, int k)
    {
        var (above, tied) = (0, 0);
        for (var other = 0; other < scores.GetLength(1); other++)
        {
            above += scores[update, other] > scores[update, user] ? 1 : 0;
            tied += scores[update, other] == scores[update, user] ? 1 : 0;
        }

        return Math.Clamp((double)(k - above) / tied, 0.0, 1.0);
    }

    /// <summary>Groups of equal scores, best first.</summary>
    private static IEnumerable<int[]> Descending(IReadOnlyList<double> scores) =>
        Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(group => group.Key).Select(group => group.ToArray());
}
