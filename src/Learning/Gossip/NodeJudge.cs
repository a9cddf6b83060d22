using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>Looks at the models of all nodes, on the workers of a pool.</summary>
/// <param name="task">what is learned</param>
/// <param name="pool">workers; not owned</param>
public sealed class NodeJudge<T>(IFederatedTask<T> task, WorkerPool<ClientWorker<T>> pool)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mixer<T> _mixer = new(pool);

    /// <summary>Measures models before and after something.</summary>
    public Consensus Compare(T[][] before, T[][] after) => _mixer.Compare(before, after);

    /// <summary>Test accuracies of all models; null for a task without an accuracy.</summary>
    public NodeScores? Score(T[][] models)
    {
        var accuracies = new double[models.Length];
        pool.ForEach(models.Length, static _ => { }, (worker, node) =>
        {
            models[node].CopyTo(worker.Objective.Point);
            var batches = Enumerable.Range(0, task.BatchCount(EvaluationSplit.Test));
            accuracies[node] = batches.Select(batch => worker.Objective.Score(EvaluationSplit.Test, batch)).Aggregate(Rounds.Score.Add).Accuracy ?? double.NaN;
        });
        return accuracies.Any(double.IsNaN) ? null : NodeScores.Of(accuracies);
    }
}
