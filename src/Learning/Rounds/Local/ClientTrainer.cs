using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;

namespace Federated.Learning.Rounds;

/// <summary>One client's part of a round on one worker: the same, wherever the worker is.</summary>
/// <param name="task">whose clients</param>
/// <param name="algorithm">client rule</param>
/// <param name="protection">what is done to what is sent; null: nothing</param>
internal sealed class ClientTrainer<T>(IFederatedTask<T> task, FederatedAlgorithm<T> algorithm, UpdateProtection<T>? protection)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Trains; the client's state in <see cref="LocalRun{T}.AllState"/> is read and changed.</summary>
    /// <param name="run">the worker's local run</param>
    /// <param name="round">what came down</param>
    /// <param name="client">who</param>
    /// <param name="cancellation">ends it between two steps</param>
    public ClientUpdate<T> Train(LocalRun<T> run, RoundTask<T> round, int client, CancellationToken cancellation)
    {
        run.Open(round, client, task.SampleCount(client), cancellation);
        algorithm.Train(run);
        var finite = FlatVector.IsFinite(run.AllSent.Span) && FlatVector.IsFinite<T>(run.AllState);
        if (finite && protection is not null)
        {
            protection.Apply(run, algorithm.Vectors.Up);
            finite = FlatVector.IsFinite(run.AllSent.Span);
        }

        return new(client, run.AllSent, run.MeanLoss, run.Steps, run.NominalSteps, finite);
    }
}
