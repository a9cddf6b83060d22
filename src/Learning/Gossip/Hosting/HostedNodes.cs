using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>
/// Some nodes of a gossip run, on a machine that reaches the others through a port. It has no more of the world than they have: its nodes' vectors and
/// the messages of their neighbours. Computes the bits of <see cref="LocalNodes{T}"/>.
/// </summary>
public sealed class HostedNodes : IDisposable
{
    /// <summary>Name of the vector that a node has before mixing.</summary>
    public const string Before = "before";

    private readonly Experiment _experiment;
    private readonly GossipAlgorithm<float> _algorithm;
    private readonly RoundGraph _graph;
    private readonly NodeTrainer<float> _trainer;
    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly int[] _nodes;
    private readonly NodeStates<float> _states;
    private readonly HostedMessages _messages;
    private readonly Lock _lock = new();
    private int _round;

    /// <summary>All nodes start from the task's first model.</summary>
    /// <param name="experiment">of the gossip family</param>
    /// <param name="task">whose clients are the nodes; not owned</param>
    /// <param name="nodes">which of them are hosted here, ascending</param>
    /// <param name="workers">threads</param>
    public HostedNodes(Experiment experiment, IFederatedTask<float> task, IReadOnlyList<int> nodes, int workers)
    {
        _experiment = experiment;
        _algorithm = ((GossipAlgorithmOptions)experiment.Algorithm).Create<float>(experiment.Seed);
        _graph = new RoundGraph(experiment, task.Clients);
        _trainer = new NodeTrainer<float>(task, _algorithm, UpdateProtection<float>.Of(experiment, task));
        _nodes = [.. nodes];
        var initial = task.InitialPoint();
        _states = new NodeStates<float>(initial, _nodes.Length, _algorithm.NodeState);
        _messages = new HostedMessages(_algorithm, _nodes, initial.Length);
        _pool = new WorkerPool<ClientWorker<float>>(workers, () => new ClientWorker<float>(task, _algorithm.Vectors, experiment.Local, initial));
    }

    /// <summary>The nodes hosted here, ascending.</summary>
    public IReadOnlyList<int> Nodes => _nodes;

    /// <summary>Floats that a node keeps.</summary>
    public int KeptFloats => Kept(_algorithm).Count * _states.Models[0].Length;

    /// <summary>Nodes elsewhere from whose models a node may begin in the middle of a run, with their weights: its neighbours, or all if all of those are here.</summary>
    public IReadOnlyList<(int Node, double Weight)> Donors(int node)
    {
        var w = _graph.Profile.W;
        var neighbours = w.Graph.Sources(node).ToArray().Zip(w.Weights(node).ToArray()).Where(pair => !_nodes.Contains(pair.First)).ToArray();
        return neighbours.Length > 0 ? neighbours : [.. Enumerable.Range(0, w.Nodes).Except(_nodes).Select(other => (other, 1.0))];
    }

    /// <summary>What a node keeps between rounds: its model, then the algorithm's vectors.</summary>
    /// <param name="algorithm">of the run</param>
    public static IReadOnlyList<string> Kept(GossipAlgorithm<float> algorithm) => ["x", .. algorithm.NodeState];

    /// <summary>What is collected of a node: what it keeps, and the model that it had before mixing where that is not among it.</summary>
    /// <param name="algorithm">of the run</param>
    public static IReadOnlyList<string> Collected(GossipAlgorithm<float> algorithm) =>
        algorithm.MixesModels ? [.. Kept(algorithm), Before] : Kept(algorithm);

    /// <summary>Takes over what a node kept.</summary>
    /// <param name="node">one that is hosted here</param>
    /// <param name="vectors">the vectors of <see cref="Kept"/>, one after the other</param>
    public void Load(int node, ReadOnlySpan<float> vectors)
    {
        var index = Array.IndexOf(_nodes, node);
        var dimension = _states.Models[index].Length;
        foreach (var (position, vector) in _states.Of(index).Index())
        {
            vectors.Slice(position * dimension, dimension).CopyTo(vector);
        }
    }

    /// <summary>Starts a node from a model, with nothing else kept.</summary>
    /// <param name="node">one that is hosted here</param>
    /// <param name="model">x</param>
    public void Start(int node, ReadOnlySpan<float> model)
    {
        var index = Array.IndexOf(_nodes, node);
        foreach (var vector in _states.Of(index))
        {
            Array.Clear(vector);
        }

        model.CopyTo(_states.Models[index]);
    }

    /// <summary>A copy of a node's model, for whoever joins. Thread-safe, and does not wait for training or for neighbours.</summary>
    /// <returns>the round in which the model is trained next, and the model; null for a node that is not hosted here</returns>
    public (int Round, float[] Model)? Snapshot(int node)
    {
        var index = Array.IndexOf(_nodes, node);
        lock (_lock)
        {
            return index < 0 ? null : (_round + 1, (float[])_states.Models[index].Clone());
        }
    }

    /// <summary>Runs until the last round.</summary>
    /// <param name="done">rounds that the vectors have behind them</param>
    /// <param name="neighbours">reaches the other nodes</param>
    /// <param name="observer">hears of every round</param>
    /// <param name="cancellation">ends it</param>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    /// <exception cref="FellBehindException">The others are rounds ahead.</exception>
    public void Run(int done, INeighbours<float> neighbours, IHostedRounds<float> observer, CancellationToken cancellation)
    {
        for (_round = done; _round < _experiment.Rounds;)
        {
            cancellation.ThrowIfCancellationRequested();
            observer.Finished(RunRound(_round + 1, neighbours, observer, cancellation), cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private HostedRound<float> RunRound(int number, INeighbours<float> neighbours, IHostedRounds<float> observer, CancellationToken cancellation)
    {
        var round = new NodeRound(number, _experiment.Local.RateOf(number));
        var figures = new NodeFigures[_nodes.Length];
        ForEach((worker, index) =>
        {
            figures[index] = _trainer.Train(worker.Run, round, _nodes[index], _states, index, _messages[index], cancellation);
            observer.Trained(number, _nodes[index]);
        });
        var collected = CollectedRounds.Includes(_experiment, number);
        var cutOff = _algorithm.CutOff([.. figures.Where(node => !node.IsFinite).Select(node => node.Node)]);
        _messages.Begin(collected, cutOff);
        var schedule = _algorithm.Schedule(_graph.Planned(number));
        var missed = new List<MissedMessage>();
        for (var q = 0; q < schedule.Steps; q++)
        {
            var step = new GossipStep(number, q, schedule.W);
            var arrived = neighbours.Exchange(step, _messages.Outgoing(), cancellation);
            missed.AddRange(_messages.Missed(step, arrived));
            _messages.Mix(step, schedule.Extrapolation, arrived, ForEach);
        }

        lock (_lock)
        {
            _messages.End(_states);
            _round = number;
        }

        var vectors = collected ? Enumerable.Range(0, _nodes.Length).Select(index => _messages.Collect(_states.Of(index), index)) : [];
        return new HostedRound<float>(number, figures, missed, [.. vectors]);
    }

    private void ForEach(Action<ClientWorker<float>, int> body) => _pool.ForEach(_nodes.Length, static _ => { }, body);
}
