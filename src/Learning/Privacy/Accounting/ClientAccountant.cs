using Federated.Learning.Experiments;
using Federated.Learning.Gossip;

namespace Federated.Learning.Privacy;

/// <summary>The loss of a client whose updates are clipped to C and get noise of deviation s, each by itself; z = s / C.</summary>
/// <remarks>
/// A global model shows the sum over a cohort of m, with a noise of deviation s sqrt(m). A coordinator sees every update with its own noise, or with
/// secure aggregation the sum, and knows who took part: for it nothing is won by sampling. Stated for the client that took part most.
/// </remarks>
internal sealed class ClientAccountant : PrivacyAccountant
{
    private readonly Experiment _experiment;
    private readonly Func<int, IReadOnlyList<int>> _cohort;
    private readonly int _clients;
    private readonly double _multiplier;
    private readonly double[] _alone;
    private readonly double[] _updates;
    private readonly double[] _sums;
    private readonly RenyiBudget _models = new();
    private readonly Dictionary<int, double[]> _sampled = [];

    public ClientAccountant(Experiment experiment, int clients, Func<int, IReadOnlyList<int>> cohort, double multiplier)
        : base(experiment.Privacy!.Delta)
    {
        _experiment = experiment;
        _clients = clients;
        _cohort = cohort;
        _multiplier = multiplier;
        _alone = RenyiBudget.Losses(order => RenyiLoss.Gaussian(order, multiplier));
        _updates = new double[clients];
        _sums = new double[clients];
    }

    private bool Gossips => _experiment.Algorithm is GossipAlgorithmOptions;

    private bool IsDrawn => _experiment.Cohort is FixedCohortOptions or BernoulliCohortOptions;

    private protected override void Account(int round)
    {
        var cohort = _cohort(round);
        var counted = Math.Min(cohort.Count, _experiment.Stragglers?.Quorum ?? int.MaxValue);
        foreach (var client in cohort)
        {
            _updates[client] += 1.0;
            _sums[client] += 1.0 / counted;
        }

        if (!Gossips && IsDrawn)
        {
            _models.Spend(Sampled(counted));
        }
    }

    private protected override PrivacyLoss Sum()
    {
        var updates = Composed(_updates.Max());
        if (Gossips)
        {
            return new PrivacyLoss(PrivacyUnit.Client, updates, Coordinator: null, Delta);
        }

        var sums = Composed(_sums.Max());
        var coordinator = _experiment.Privacy!.SecuresAggregation ? sums : updates;
        var models = IsDrawn ? Math.Min(_models.Epsilon(Delta), sums) : sums;
        return new PrivacyLoss(PrivacyUnit.Client, models, coordinator, Delta);
    }

    /// <summary>Gaussian mechanisms one after the other; 1/m of one stands for a sum over m.</summary>
    private double Composed(double times)
    {
        var budget = new RenyiBudget();
        budget.Spend(_alone, times);
        return budget.Epsilon(Delta);
    }

    /// <summary>One round's model, for somebody who does not know who took part.</summary>
    private double[] Sampled(int cohort)
    {
        if (!_sampled.TryGetValue(cohort, out var losses))
        {
            var multiplier = _multiplier * Math.Sqrt(cohort);
            _sampled[cohort] = losses = RenyiBudget.Losses(order => _experiment.Cohort is BernoulliCohortOptions { Ratio: var rate }
                ? RenyiLoss.PoissonSampled(order, multiplier, rate)
                : RenyiLoss.FixedSizeSampled(order, multiplier / 2.0, Math.Min(1.0, cohort / (double)_clients)));
        }

        return losses;
    }
}
