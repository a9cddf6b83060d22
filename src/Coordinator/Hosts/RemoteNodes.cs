using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Runs;
using Federated.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Federated.Coordinator.Hosts;

/// <summary>
/// The nodes of a gossip run, on hosts that exchange models with each other. The coordinator says who hosts what, and collects figures, and vectors of the
/// rounds that are looked at. Without stragglers everybody counts: when a host is lost, all go back to the last collected round, with the nodes on the
/// hosts that are left, and come to the same bits. With stragglers the others go on, and whoever comes back begins from its neighbours' models.
/// </summary>
internal sealed class RemoteNodes : INodePort<float>
{
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(50);

    private readonly TaskBoard _board;
    private readonly VectorStore _store;
    private readonly GossipAlgorithm<float> _algorithm;
    private readonly RoundGraph _graph;
    private readonly NodeJudge<float> _judge;
    private readonly StragglerOptions? _stragglers;
    private readonly int _wanted;
    private readonly int _nodes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CollectedForm _form;
    private long _epochs;
    private int _collected = -1;
    private bool _saidWaiting;

    /// <param name="board">who is there</param>
    /// <param name="store">what hosts may fetch</param>
    /// <param name="run">what runs</param>
    /// <param name="algorithm">what nodes keep and send</param>
    /// <param name="graph">weights of each round</param>
    /// <param name="judge">compares models</param>
    /// <param name="wanted">hosts to wait for before the run begins</param>
    /// <param name="time">clock</param>
    /// <param name="log">log of the coordinator</param>
    /// <exception cref="InputException">Stragglers cannot be left out of these weights.</exception>
    public RemoteNodes(
        TaskBoard board, VectorStore store, RunContext run, GossipAlgorithm<float> algorithm, RoundGraph graph, NodeJudge<float> judge, int wanted, TimeProvider time, ILogger log)
    {
        (_board, _store, _algorithm, _graph, _judge, _wanted, _time, _log) = (board, store, algorithm, graph, judge, wanted, time, log);
        (_stragglers, _nodes) = (run.Experiment.Stragglers, run.Task.Clients);
        _form = new CollectedForm(algorithm, run.Task.Layout.Dimension);
        Desk = new HostDesk(run.Experiment, _form, run.Task.Layout.Dimension, time);
        if (_stragglers is not null && (algorithm.NeedsStaticWeights || !graph.Profile.W.IsSymmetric()))
        {
            throw new InputException(
                "stragglers: what a lost link would have carried has to stay with both ends, which this algorithm or a topology with links of one direction does not "
                + "allow; expected no stragglers, or another algorithm or topology");
        }

        if (run.Experiment.Record is not null && (_stragglers is not null || !algorithm.MixesModels))
        {
            throw new InputException(
                "record: what nodes send to each other does not pass the coordinator, which can tell it from the models that it collects only when nodes send their models and "
                + "nobody is left out; expected no stragglers and dfedsam, dfedsam-mgs, dfedavg or dfedavgm, or 'fed run'");
        }
    }

    /// <summary>Where hosts deliver.</summary>
    public HostDesk Desk { get; }

    /// <inheritdoc/>
    public GossipOutcome Run(EngineRound<float> round, NodeStates<float> states, CancellationToken cancellation)
    {
        lock (Desk.Gate)
        {
            _collected = _collected < 0 ? round.Number - 1 : _collected;
            Desk.Round = new RoundReports(round.Number, _nodes, round.NodeFinished);
            if (_collected == round.Number - 1 && _stragglers is null && Eligible().Except(Desk.Epoch?.Sessions ?? []).Any())
            {
                // Whoever came meanwhile takes a share.
                Desk.Epoch = null;
            }

            Desk.Announce();
        }

        while (true)
        {
            Task news;
            lock (Desk.Gate)
            {
                Assign(states);
                if (IsComplete())
                {
                    return Finish(round, states);
                }

                news = Desk.News;
            }

            Task.WhenAny(news, Task.Delay(_glance, _time, cancellation)).GetAwaiter().GetResult();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Hosts that others can reach.</summary>
    private IEnumerable<Session> Eligible() => _board.Sessions.Where(session => session.Events is not null && session.Address is not null);

    /// <summary>Sees to it that every node has a host, as far as there are hosts.</summary>
    private void Assign(NodeStates<float> states)
    {
        var there = Eligible().ToList();
        if (Desk.Epoch is { } epoch)
        {
            var gone = epoch.Vacate(session => !there.Contains(session));
            foreach (var name in gone)
            {
                HostLog.Gone(_log, name);
            }

            var come = _stragglers is null ? [] : there.Where(session => epoch.NodesOf(session) is null && epoch.Fill(session)).ToArray();
            foreach (var session in come)
            {
                HostLog.Filled(_log, session.Name);
            }

            if (_stragglers is null ? gone.Length == 0 : epoch.Sessions.Except(come).Any())
            {
                if (gone.Length + come.Length > 0)
                {
                    epoch.Tell(session => come.Contains(session) ? Beginning.FromNeighbours : Beginning.GoOn, _collected, []);
                }

                return;
            }

            // Nobody is left who has the models of the round, or everybody has to be.
            Desk.Epoch = null;
        }

        Begin(there, states);
    }

    private void Begin(List<Session> there, NodeStates<float> states)
    {
        if (there.Count == 0 || _board.IsHeld || (_epochs == 0 && _collected == 0 && there.Count < _wanted))
        {
            if (!_saidWaiting)
            {
                HostLog.Waiting(_log, there.Count, _wanted);
                _saidWaiting = true;
            }

            return;
        }

        _store.Clear();
        Desk.Return(Desk.Round!, _nodes);
        Desk.Round!.Clear();
        Desk.Epoch = new HostedEpoch(++_epochs, there, _nodes);
        ByteString[] vectors = _collected == 0
            ? []
            : [.. Enumerable.Range(0, _nodes).Select(node => _store.Offer(new FloatBytes(CollectedForm.Joined(states, node)).Memory))];
        Desk.Epoch.Tell(_ => Beginning.FromVectors, _collected, vectors);
        HostLog.Assigned(_log, _epochs, _nodes, there.Count, _collected + 1);
    }

    private bool IsComplete()
    {
        var round = Desk.Round!;
        if (_stragglers is null || Desk.Epoch is not { } epoch)
        {
            return round.Count == _nodes;
        }

        var isLate = round.Began is { } began && _time.GetElapsedTime(began).TotalSeconds >= _stragglers.Deadline;
        return round.Count >= Math.Min(_stragglers.Quorum, _nodes)
            && (isLate || epoch.Sessions.All(session => Desk.IsPast(session, epoch.NodesOf(session)!)));
    }

    private GossipOutcome Finish(EngineRound<float> round, NodeStates<float> states)
    {
        var reports = Desk.Round!;
        var trained = reports.Trained();
        float[][]? before = null;
        if (round.IsCollected)
        {
            Collect(reports, states);
            _collected = round.Number;
            before = _form.Before(reports, states);
        }

        round.Trained(trained, before);
        var cutOff = _algorithm.CutOff(trained.Diverged);
        var missing = reports.Missing();
        var (links, defect) = reports.Lost(cutOff);
        var (w, down) = _graph.At(round.Number, [.. cutOff, .. missing], links);
        var schedule = _algorithm.Schedule(_graph.Planned(round.Number)) with { W = w };
        if (before is not null)
        {
            round.Sending?.Invoke(schedule, before);
        }

        var outcome = new GossipOutcome
        {
            Trained = trained,
            Schedule = schedule,
            LinksDown = down,
            Consensus = before is null ? Consensus.Unknown : _judge.Compare(before, states.Models),
            Missing = missing,
            MassDefect = defect,
        };
        Desk.Return(reports, _nodes);
        return outcome;
    }

    /// <summary>Nodes of which nothing was heard keep what they had.</summary>
    private void Collect(RoundReports reports, NodeStates<float> states)
    {
        // Hosts that still fetch what an earlier round left them would get something else.
        _store.Clear();
        for (var node = 0; node < _nodes; node++)
        {
            foreach (var (vector, target) in reports.Vectors(node).Zip(states.Of(node)))
            {
                vector!.CopyTo(target, 0);
            }
        }
    }
}
