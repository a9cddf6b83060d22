using Federated.Attacks.Identity;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

/// <summary>
/// Figures against scikit-learn 1.2: average_precision_score and roc_auc_score of each column; the equal error rate where fpr and 1 - tpr of roc_curve
/// (drop_intermediate=False) cross, joined by lines; top-k by counting, with the expectation over ties.
/// </summary>
public sealed class IdentityMetricsTests
{
    private static readonly double[,] _scores = new[,]
    {
        { 0.0, -1.5, 0.0, 0.5 }, { 1.0, 1.0, -0.5, -1.0 }, { 0.5, 1.5, 1.0, -1.0 }, { -1.0, 1.5, 0.0, -1.0 }, { 0.5, -1.0, -0.5, -0.5 },
        { -0.5, 1.5, 0.0, -0.5 }, { 0.5, 1.0, -1.0, -0.5 }, { -0.5, 0.0, -1.5, 0.0 }, { 0.0, -0.5, -1.0, -0.5 },
    };

    private static readonly int[] _truth = [0, 1, 2, 3, 0, 1, 2, 0, -1];

    private static readonly double[] _values = [-0.3, -1.4, 1.0, -1.1, 2.0, 0.7, -2.0, 1.1, -1.1, 0.0, 0.0, -2.0, 0.6, -0.3];
    private static readonly bool[] _positive = [true, false, true, false, true, false, false, true, false, false, false, false, true, false];

    [Fact]
    public void The_best_and_the_two_best_users_count_ties_by_expectation()
    {
        Assert.Equal(0.3125, IdentityMetrics.TopK(_scores, _truth, 1), 12);
        Assert.Equal(0.5625, IdentityMetrics.TopK(_scores, _truth, 2), 12);
        Assert.Equal(1.0, IdentityMetrics.TopK(_scores, _truth, 4), 12);
    }

    [Fact]
    public void Equal_scores_are_chance()
    {
        var nothing = new double[9, 4];
        Assert.Equal(0.25, IdentityMetrics.TopK(nothing, _truth, 1), 12);
        Assert.Equal(0.5, IdentityMetrics.TopK(nothing, _truth, 2), 12);
        Assert.Equal(0.5, IdentityMetrics.RocAuc(new double[14], _positive), 12);
        Assert.Equal(5.0 / 14.0, IdentityMetrics.AveragePrecision(new double[14], _positive), 12);
    }

    [Fact]
    public void Average_precision_agrees_with_scikit_learn()
    {
        Assert.Equal(0.35555555555555557, IdentityMetrics.MeanAveragePrecision(_scores, _truth), 12);
        Assert.Equal(0.8711111111111112, IdentityMetrics.AveragePrecision(_values, _positive), 12);
    }

    [Fact]
    public void The_roc_curve_agrees_with_scikit_learn()
    {
        Assert.Equal(0.9, IdentityMetrics.RocAuc(_values, _positive), 12);
        Assert.Equal(0.2, IdentityMetrics.EqualErrorRate(_values, _positive), 12);
        Assert.Equal(0.9375, IdentityMetrics.RocAuc(IdentityMetrics.Best(_scores), [.. _truth.Select(user => user >= 0)]), 12);
    }

    /// <summary>
    /// By hand: with the last update as the only stranger's, those whose best score is above its 0 are accepted, or above 1.2 once that is raised. Of
    /// the last three as strangers', one may be ascribed to somebody.
    /// </summary>
    [Fact]
    public void Open_world_accuracy_counts_only_what_is_accepted()
    {
        Assert.Equal(2.5 / 8.0, IdentityMetrics.AccuracyAt(_scores, _truth, 0.05), 12);
        var raised = (double[,])_scores.Clone();
        raised[8, 1] = 1.2;
        Assert.Equal(1.0 / 8.0, IdentityMetrics.AccuracyAt(raised, _truth, 0.05), 12);
        Assert.Equal(2.5 / 6.0, IdentityMetrics.AccuracyAt(_scores, [.. _truth.Take(6), -1, -1, -1], 0.4), 12);
    }

    [Fact]
    public void Without_strangers_or_positives_there_is_no_figure()
    {
        Assert.True(double.IsNaN(IdentityMetrics.RocAuc([1.0, 2.0], [false, false])));
        Assert.True(double.IsNaN(IdentityMetrics.TopK(_scores, [.. _truth.Select(_ => -1)], 1)));
    }
}
