using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;

namespace Federated.Learning.Privacy;

/// <summary>
/// The loss of one sample with DP-SGD. Mini-batches are shuffled, not drawn independently, so nothing is won by sampling: an epoch uses a sample in one
/// mini-batch, and is one Gaussian mechanism. Everything that a client sends follows from its noisy gradients. Stated for the client that is worst off.
/// </summary>
internal sealed class SampleAccountant : PrivacyAccountant
{
    private readonly Func<int, IReadOnlyList<int>> _cohort;
    private readonly int[] _uses;
    private readonly long[] _used;
    private readonly double[] _losses;
    private long _most;

    public SampleAccountant(Experiment experiment, IReadOnlyList<int> samples, Func<int, IReadOnlyList<int>> cohort, double multiplier)
        : base(experiment.Privacy!.Delta)
    {
        _cohort = cohort;
        _uses = [.. samples.Select(count => Uses(experiment, count))];
        _used = new long[samples.Count];
        _losses = RenyiBudget.Losses(order => RenyiLoss.Gaussian(order, multiplier));
    }

    private protected override void Account(int round)
    {
        foreach (var client in _cohort(round))
        {
            _used[client] += _uses[client];
            _most = Math.Max(_most, _used[client]);
        }
    }

    private protected override PrivacyLoss Sum()
    {
        var budget = new RenyiBudget();
        budget.Spend(_losses, _most);
        return new PrivacyLoss(PrivacyUnit.Sample, budget.Epsilon(Delta), Coordinator: null, Delta);
    }

    /// <summary>Gradients of one sample in one round: one in each epoch that is begun, two with an ascent step.</summary>
    private static int Uses(Experiment experiment, int samples)
    {
        var local = experiment.Local;
        var steps = experiment.Algorithm is DPsgdOptions ? 1 : local.PlannedSteps(samples);
        var batches = ((samples - 1) / local.BatchSize) + 1;
        return (((steps - 1) / batches) + 1) * (Ascends(experiment.Algorithm) ? 2 : 1);
    }

    private static bool Ascends(AlgorithmOptions algorithm) => ExperimentValidator.ReadProperty<double>(algorithm, "Rho") > 0.0;
}
