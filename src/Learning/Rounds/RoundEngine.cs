using System.Numerics;
using Federated.Learning.Experiments;

namespace Federated.Learning.Rounds;

/// <summary>What the engines of all families share: rounds until the last one, the target accuracy or an interruption.</summary>
public abstract class RoundEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="experiment">what to run</param>
    /// <param name="ports">the world outside</param>
    private protected RoundEngine(Experiment experiment, EnginePorts<T> ports)
    {
        Experiment = experiment;
        World = ports;
    }

    /// <summary>The model that is judged, length d.</summary>
    public abstract ReadOnlySpan<T> Model { get; }

    /// <summary>Rounds that are done.</summary>
    public int Round { get; private set; }

    /// <summary>What to run.</summary>
    protected Experiment Experiment { get; }

    /// <summary>Who judges, watches and saves.</summary>
    protected EnginePorts<T> World { get; }

    /// <summary>What is saved in a checkpoint.</summary>
    protected abstract INamedVectors<T> State { get; }

    /// <summary>What clients keep outside; null: nothing.</summary>
    protected virtual IClientStates? ClientStates => null;

    /// <summary>Runs until the last round, the target accuracy or an interruption.</summary>
    /// <exception cref="RunFailedException">The run cannot go on.</exception>
    public RunOutcome Run(CancellationToken cancellation)
    {
        Round = World.Checkpoints?.Restore(State, ClientStates) ?? 0;
        Restored();
        World.Observer.Started(Round, Model);
        if (Round == 0 && Experiment.Evaluation.Initial)
        {
            World.Observer.RoundFinished(EvaluateFirst(), Model);
        }

        while (Round < Experiment.Rounds)
        {
            RoundMetrics metrics;
            try
            {
                cancellation.ThrowIfCancellationRequested();
                metrics = RunRound(Round + 1, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                World.Checkpoints?.Save(Round, State, ClientStates);
                return RunOutcome.Interrupted;
            }

            Round++;
            World.Observer.RoundFinished(metrics, Model);
            var reached = metrics.TestAccuracy >= Experiment.Evaluation.TargetAccuracy;
            SaveIfDue(last: reached || Round == Experiment.Rounds);
            if (reached)
            {
                return RunOutcome.TargetReached;
            }
        }

        return RunOutcome.Completed;
    }

    /// <summary>Called when <see cref="State"/> is that of the first round, or of the one that is resumed.</summary>
    protected virtual void Restored()
    {
    }

    /// <summary>One round. An interruption must leave everything as it was before.</summary>
    protected abstract RoundMetrics RunRound(int round, CancellationToken cancellation);

    /// <summary>Whether something that takes place every n-th round, and in the last one, does in this one.</summary>
    protected bool IsDue(int round, int every) => round % every == 0 || round == Experiment.Rounds;

    /// <summary>Local learning rate of a round.</summary>
    protected double LearningRate(int round) => Experiment.Local.RateOf(round);

    /// <summary>Scores a model on the splits that are evaluated in this round; null: not in this one.</summary>
    protected (Score? Test, Score? Train) Evaluate(int round, T[] x)
    {
        if (!IsDue(round, Experiment.Evaluation.Every))
        {
            return (null, null);
        }

        Score? train = Experiment.Evaluation.Train ? World.Evaluator.Evaluate(x, EvaluationSplit.Train) : null;
        return (World.Evaluator.Evaluate(x, EvaluationSplit.Test), train);
    }

    private RoundMetrics EvaluateFirst()
    {
        var began = World.Time.GetTimestamp();
        var (test, train) = Evaluate(round: 0, Model.ToArray());
        var seconds = World.Time.GetElapsedTime(began).TotalSeconds;
        return new RoundMetrics
        {
            Round = 0,
            TrainLoss = double.NaN,
            TestLoss = test?.MeanLoss,
            TestAccuracy = test?.Accuracy,
            TrainSetLoss = train?.MeanLoss,
            TrainSetAccuracy = train?.Accuracy,
            Seconds = seconds,
            SecondsTrain = 0.0,
            SecondsEval = seconds,
            BytesUp = 0,
            BytesDown = 0,
            Clients = 0,
            Rejected = 0,
            Steps = 0,
            LearningRate = Experiment.Local.LearningRate,
        };
    }

    private void SaveIfDue(bool last)
    {
        var every = Experiment.Checkpoint.Every;
        if (every > 0 && (last || Round % every == 0))
        {
            World.Checkpoints?.Save(Round, State, ClientStates);
        }
    }
}
