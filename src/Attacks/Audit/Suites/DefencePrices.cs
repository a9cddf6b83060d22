using Federated.Learning.Data;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;

namespace Federated.Attacks.Audit;

/// <summary>
/// What defences cost: test accuracy after a round's recorded updates, each defended, are averaged into the model, against the same without. One step and
/// not a whole training: cheap, and the same for every defence. Measured in the recorded round whose updates gain most, since where nothing is gained
/// nothing can be lost.
/// </summary>
/// <param name="target">the recorded run</param>
/// <param name="locations">where data sets are</param>
internal sealed class DefencePrices(AuditTarget target, DataLocations locations)
{
    private readonly Lock _lock = new();
    private SampleTask? _task;
    private IReadOnlyList<AuditCase>? _cohort;
    private AuditPrice? _base;

    /// <summary>Where it is measured.</summary>
    /// <exception cref="Federated.Learning.InputException">The data are not here.</exception>
    public AuditPrice Base
    {
        get
        {
            lock (_lock)
            {
                return _base ??= Choose();
            }
        }
    }

    /// <summary>Test accuracy with the defence, and how much of it is lost.</summary>
    public (double Accuracy, double Lost) Of(AppliedDefence defence, ulong seed)
    {
        var clean = Base.After;
        var accuracy = Accuracy(_cohort!, defence, seed);
        return (accuracy, clean - accuracy);
    }

    private AuditPrice Choose()
    {
        _task = ExperimentRun.Load(target.Experiment, locations);
        AuditPrice? best = null;
        foreach (var round in target.Rounds)
        {
            AuditCase[] cohort = [.. target.Clients(round).Select(client => target.Case(round, client, ThreatModel.A, LabelKnowledge.Recovered))];
            if (cohort.Length == 0)
            {
                continue;
            }

            var price = new AuditPrice(round, Test(cohort[0].Observation.Before), Accuracy(cohort, defence: null, seed: 0));
            if (best is null || price.After - price.Before > best.After - best.Before)
            {
                (best, _cohort) = (price, cohort);
            }
        }

        return best!;
    }

    private double Accuracy(IReadOnlyList<AuditCase> cohort, AppliedDefence? defence, ulong seed)
    {
        float[] model = [.. cohort[0].Observation.Before];
        foreach (var update in cohort)
        {
            var observation = defence?.Protect(update, seed) ?? update.Observation;
            FlatVector.AddScaled<float>(model, -1.0 / cohort.Count, observation.Step);
        }

        return Test(model);
    }

    private double Test(float[] model)
    {
        using var objective = _task!.CreateObjective();
        model.CopyTo(objective.Point);
        var batches = Enumerable.Range(0, _task.BatchCount(EvaluationSplit.Test));
        return batches.Select(batch => objective.Score(EvaluationSplit.Test, batch)).Aggregate(Score.Add).Accuracy ?? 0.0;
    }
}
