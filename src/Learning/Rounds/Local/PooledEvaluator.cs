using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>Scores a model on all workers; batches are summed in order, so the number of workers does not change a bit.</summary>
public sealed class PooledEvaluator<T>(IFederatedTask<T> task, WorkerPool<ClientWorker<T>> pool) : IEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public Score Evaluate(T[] x, EvaluationSplit split)
    {
        var scores = new Score[task.BatchCount(split)];
        pool.ForEach(
            scores.Length,
            worker => x.CopyTo(worker.Objective.Point),
            (worker, batch) => scores[batch] = worker.Objective.Score(split, batch));
        return scores.Aggregate(Score.Add);
    }
}
