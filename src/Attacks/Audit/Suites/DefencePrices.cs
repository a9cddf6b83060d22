using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;

namespace Federated.Attacks.Audit;

/// <summary>
/// What defences cost: test accuracy after a round's recorded updates, each defended, are averaged into the model (of nodes, into the mean of their models), against the same without. One step and
/// not a whole training: cheap, and the same for every defence. Measured in the recorded round whose updates gain most, since where nothing is gained
/// nothing can be lost.
/// </summary>
/// <param name="experiment">that ran</param>
/// <param name="locations">where data sets are</param>
/// <param name="rounds">recorded rounds with a cohort</param>
/// <param name="cohortOf">everybody's update of a round</param>
internal sealed class DefencePrices(Experiment experiment, DataLocations locations, IEnumerable<int> rounds, Func<int, IReadOnlyList<AuditCase>> cohortOf)
{
    private readonly Lock _lock = new();
    private SampleTask? _task;
    private IReadOnlyList<AuditCase>? _cohort;
    private AuditPrice? _base;

    /// <summary>Chooses the round where it is measured; once, and before any defence.</summary>
    /// <param name="stop">ends it early</param>
    /// <exception cref="Federated.Learning.InputException">The data are not here.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public AuditPrice Choose(CancellationToken stop)
    {
        lock (_lock)
        {
            var task = ExperimentRun.Load(experiment, locations);
            foreach (var round in rounds)
            {
                var cohort = cohortOf(round);
                if (cohort.Count == 0)
                {
                    continue;
                }

                var price = new AuditPrice(round, Test(task, Start(cohort), stop), Accuracy(task, cohort, defence: null, seed: 0, stop));
                if (_base is null || price.After - price.Before > _base.After - _base.Before)
                {
                    (_base, _cohort) = (price, cohort);
                }
            }

            _task = task;
            return _base!;
        }
    }

    /// <summary>Test accuracy with the defence, and how much of it is lost; null: the round could not be chosen.</summary>
    /// <param name="defence">what is done to updates</param>
    /// <param name="seed">of defences that draw</param>
    /// <param name="stop">ends it early</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (double Accuracy, double Lost)? Of(AppliedDefence defence, ulong seed, CancellationToken stop)
    {
        SampleTask task;
        lock (_lock)
        {
            if (_task is null)
            {
                return null;
            }

            task = _task;
        }

        var accuracy = Accuracy(task, _cohort!, defence, seed, stop);
        return (accuracy, _base!.After - accuracy);
    }

    private static double Accuracy(SampleTask task, IReadOnlyList<AuditCase> cohort, AppliedDefence? defence, ulong seed, CancellationToken stop)
    {
        var model = Start(cohort);
        foreach (var update in cohort)
        {
            stop.ThrowIfCancellationRequested();
            var observation = defence?.Protect(update, seed) ?? update.Observation;
            FlatVector.AddScaled<float>(model, -1.0 / cohort.Count, observation.Step);
        }

        return Test(task, model, stop);
    }

    /// <summary>The mean of the models that updates start from; of one model for all, that model to the bit.</summary>
    private static float[] Start(IReadOnlyList<AuditCase> cohort)
    {
        var sum = new double[cohort[0].Observation.Before.Length];
        foreach (var update in cohort)
        {
            FlatVector.Accumulate<float>(sum, update.Observation.Before);
        }

        return Array.ConvertAll(sum, value => (float)(value / cohort.Count));
    }

    private static double Test(SampleTask task, float[] model, CancellationToken stop)
    {
        using var objective = task.CreateObjective();
        model.CopyTo(objective.Point);
        var batches = Enumerable.Range(0, task.BatchCount(EvaluationSplit.Test));
        return batches.Select(Measure).Aggregate(Score.Add).Accuracy ?? 0.0;

        Score Measure(int batch)
        {
            stop.ThrowIfCancellationRequested();
            return objective.Score(EvaluationSplit.Test, batch);
        }
    }
}
