using System.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>All nodes in this process, on the workers of a pool.</summary>
/// <param name="task">whose clients are the nodes</param>
/// <param name="algorithm">local rule, gossip, combination</param>
/// <param name="graph">weights of each round</param>
/// <param name="pool">workers; not owned</param>
/// <param name="protection">what is done to what training made of a model; null: nothing</param>
public sealed class LocalNodes<T>(
    IFederatedTask<T> task, GossipAlgorithm<T> algorithm, RoundGraph graph, WorkerPool<ClientWorker<T>> pool, UpdateProtection<T>? protection = null)
    : INodePort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mixer<T> _mixer = new(pool);
    private readonly NodeTrainer<T> _trainer = new(task, algorithm, protection);
    private readonly T[][] _sent = algorithm.MixesModels ? [] : NodeStates<T>.Matrix(task.Clients, task.Layout.Dimension);
    private T[][] _messages = NodeStates<T>.Matrix(task.Clients, task.Layout.Dimension);

    /// <inheritdoc/>
    public GossipOutcome Run(EngineRound<T> round, NodeStates<T> states, CancellationToken cancellation)
    {
        var figures = new NodeFigures[task.Clients];
        pool.ForEach(figures.Length, static _ => { }, (worker, node) =>
        {
            figures[node] = _trainer.Train(worker.Run, round, node, states, node, _messages[node], cancellation);
            round.NodeFinished();
        });
        var trained = TrainedNodes.Of(figures);
        round.Trained(trained, algorithm.MixesModels ? _messages : states[GossipAlgorithm<T>.Trained]);

        var (w, down) = graph.At(round.Number, algorithm.CutOff(trained.Diverged));
        var schedule = algorithm.Schedule(graph.Planned(round.Number)) with { W = w };
        round.Sending?.Invoke(schedule, _messages);
        return new GossipOutcome { Trained = trained, Schedule = schedule, LinksDown = down, Consensus = Exchange(schedule, states) };
    }

    /// <summary>Mixes the messages and makes them, or what the rule makes of them, the nodes' models.</summary>
    private Consensus Exchange(GossipSchedule schedule, NodeStates<T> states)
    {
        if (algorithm.MixesModels)
        {
            var consensus = _mixer.MixAndMeasure(schedule, _messages);
            _messages = states.Exchange(_messages);
            return consensus;
        }

        ForEach(node => _messages[node].CopyTo(_sent[node], 0));
        _mixer.Mix(schedule, _messages);
        ForEach(node => algorithm.Combine(new NodeVectors<T>(states, node, _sent[node], _messages[node])));
        return _mixer.Compare(states[GossipAlgorithm<T>.Trained], states.Models);
    }

    private void ForEach(Action<int> body) => pool.ForEach(_sent.Length, static _ => { }, (_, node) => body(node));
}
