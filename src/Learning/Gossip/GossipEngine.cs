using System.Numerics;
using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>
/// The rounds of the gossip family: every node trains, then messages are mixed on the round's graph from a frozen snapshot. Knows
/// its nodes only through a port.
/// </summary>
public sealed class GossipEngine<T> : RoundEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GossipAlgorithm<T> _algorithm;
    private readonly INodePort<T> _nodes;
    private readonly NodeJudge<T> _judge;
    private readonly RoundGraph _graph;
    private readonly NodeStates<T> _states;
    private readonly T[] _mean;
    private readonly PrivacyAccountant? _accountant;

    /// <summary>Prepares a run at round 0.</summary>
    /// <param name="experiment">what to run</param>
    /// <param name="task">what is learned; its clients are the nodes</param>
    /// <param name="algorithm">what nodes keep and send</param>
    /// <param name="graph">weights of each round</param>
    /// <param name="nodes">who trains and gossips</param>
    /// <param name="judge">looks at the nodes' models</param>
    /// <param name="ports">the rest of the world outside</param>
    public GossipEngine(
        Experiment experiment,
        IFederatedTask<T> task,
        GossipAlgorithm<T> algorithm,
        RoundGraph graph,
        INodePort<T> nodes,
        NodeJudge<T> judge,
        EnginePorts<T> ports)
        : base(experiment, ports)
    {
        (_algorithm, _graph, _nodes, _judge) = (algorithm, graph, nodes, judge);
        _mean = task.InitialPoint();
        int[] all = [.. Enumerable.Range(0, task.Clients)];
        _accountant = PrivacyAccountant.Of(experiment, task.Clients, task.SampleCount, _ => all, vectors: 1);
        _states = new NodeStates<T>(_mean, task.Clients, algorithm.NodeState);
    }

    /// <summary>The mean over all nodes.</summary>
    public override ReadOnlySpan<T> Model => _mean;

    /// <summary>The nodes' models.</summary>
    public IReadOnlyList<T[]> Models => _states.Models;

    /// <summary>Its graph and weights before anything has failed.</summary>
    public TopologyProfile Topology => _graph.Profile;

    /// <inheritdoc/>
    protected override INamedVectors<T> State => _states;

    /// <inheritdoc/>
    protected override void Restored() => ModelMean.Write(_states.Models, _mean);

    /// <inheritdoc/>
    protected override RoundMetrics RunRound(int round, CancellationToken cancellation)
    {
        var clock = new RoundClock(World.Time);
        var nodesDue = IsDue(round, Experiment.Evaluation.NodesEvery);
        var (finished, nodes) = (0, _states.Models.Length);
        NodeScores? before = null;
        var asked = new EngineRound<T>(round, LearningRate(round))
        {
            IsCollected = CollectedRounds.Includes(Experiment, round),
            NodeFinished = () => World.Observer.ClientFinished(round, Interlocked.Increment(ref finished), nodes),
            Trained = (trained, models) =>
            {
                Report(round, trained);
                before = nodesDue ? clock.Evaluate(() => _judge.Score(models!)) : null;
            },
        };
        var outcome = _nodes.Run(asked, _states, cancellation);
        if (asked.IsCollected)
        {
            ModelMean.Write(_states.Models, _mean);
        }

        var (test, train) = clock.Evaluate(() => Evaluate(round, _mean));
        var after = nodesDue ? clock.Evaluate(() => _judge.Score(_states.Models)) : null;
        return Metrics(asked, outcome, clock) with
        {
            TestLoss = test?.MeanLoss,
            TestAccuracy = test?.Accuracy,
            TrainSetLoss = train?.MeanLoss,
            TrainSetAccuracy = train?.Accuracy,
            NodesBefore = before,
            NodesAfter = after,
        };
    }

    private GossipRoundMetrics Metrics(EngineRound<T> round, GossipOutcome outcome, RoundClock clock)
    {
        var (nodes, graph, steps) = (_states.Models.Length, outcome.Schedule.W.Graph, outcome.Schedule.Steps);
        var messages = (long)steps * graph.Arcs;
        var bytes = _algorithm.MessageBytes(_mean.Length);
        var (consensus, seconds) = (outcome.Consensus, clock.Seconds);
        return new GossipRoundMetrics
        {
            Round = round.Number,
            TrainLoss = outcome.Trained.MeanLoss,
            Seconds = seconds,
            SecondsTrain = seconds - clock.SecondsEvaluating,
            SecondsEval = clock.SecondsEvaluating,
            BytesUp = messages * bytes,
            BytesDown = 0,
            Clients = nodes - outcome.Trained.Diverged.Count - outcome.Missing.Count,
            Rejected = outcome.Trained.Diverged.Count,
            Dropped = Experiment.Stragglers is null ? null : outcome.Missing.Count,
            Steps = outcome.Trained.Steps,
            LearningRate = round.LearningRate,
            ConsensusBefore = consensus.Before / nodes,
            ConsensusAfter = consensus.After / nodes,
            Contraction = consensus.Before > 0.0 ? Math.Pow(consensus.After / consensus.Before, 0.5 / steps) : null,
            MeanDrift = consensus.Mean == 0.0 ? 0.0 : Math.Sqrt(consensus.Drift / consensus.Mean),
            Messages = messages,
            BytesBusiestNode = steps * bytes * RoundGraph.BusiestNode(graph),
            LinksDown = outcome.LinksDown,
            Components = graph.Components().Count,
            MassDefect = outcome.MassDefect,
            Epsilon = _accountant?.After(round.Number).Models,
        };
    }

    private void Report(int round, TrainedNodes trained)
    {
        foreach (var node in trained.Diverged)
        {
            RoundLog.NodeNotFinite(World.Log, round, node);
        }

        var nodes = _states.Models.Length;
        if (trained.Diverged.Count == nodes)
        {
            throw new RunFailedException(
                $"round {round}: the models of all {nodes} nodes were NaN or infinite after local training; "
                + "a smaller local.learning_rate or local.clip_norm would keep them finite");
        }
    }
}
