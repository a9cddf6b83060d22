using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator.Hosts;

/// <summary>Where hosts deliver what rounds came to. A host that is ahead waits here until the run has come to its round.</summary>
/// <param name="experiment">of the gossip family</param>
/// <param name="form">what is collected</param>
/// <param name="dimension">d</param>
/// <param name="time">clock</param>
internal sealed class HostDesk(Experiment experiment, CollectedForm form, int dimension, TimeProvider time)
{
    private readonly VectorPool _pool = new(dimension);
    private readonly Dictionary<Session, int> _ahead = [];
    private TaskCompletionSource _news = NewSource();

    /// <summary>Guards everything here, and what <see cref="RemoteNodes"/> does with it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Who hosts what; null: nobody anything. The gate is held.</summary>
    public HostedEpoch? Epoch { get; set; }

    /// <summary>The round that the run is in; the gate is held.</summary>
    public RoundReports? Round { get; set; }

    /// <summary>Ends when something has changed; the gate is held.</summary>
    public Task News => _news.Task;

    /// <summary>Something has changed; the gate is held.</summary>
    public void Announce()
    {
        _news.TrySetResult();
        _news = NewSource();
    }

    /// <summary>Whether nothing is to be expected of a host for the current round: it has delivered, or is in a later one. The gate is held.</summary>
    public bool IsPast(Session session, int[] nodes) =>
        nodes.Length == 0 || Round!.Has(nodes[0]) || (_ahead.TryGetValue(session, out var round) && round > Round.Round);

    /// <summary>Gives back what a round's reports held; the gate is held.</summary>
    public void Return(RoundReports reports, int nodes)
    {
        foreach (var vector in Enumerable.Range(0, nodes).SelectMany(reports.Vectors).OfType<float[]>())
        {
            _pool.Return(vector);
        }
    }

    /// <summary>Takes a report.</summary>
    /// <param name="session">whose</param>
    /// <param name="header">figures, sizes, hash</param>
    /// <param name="next">the next chunk; null after the last</param>
    /// <param name="cancellation">ends it</param>
    /// <returns>false: nodes have been assigned anew, the report is not used</returns>
    /// <exception cref="RpcException">It cannot be one of this run.</exception>
    public async Task<bool> Take(Session session, HostedRoundHeader header, Func<Task<DeliverRequest?>> next, CancellationToken cancellation)
    {
        Check(session, header);
        if (await Turn(session, header, cancellation) is not { } turn)
        {
            return false;
        }

        if (turn == RoundTurn.Over)
        {
            return true;
        }

        using var receiver = new ReportReceiver(header, form.Vectors, dimension, _pool);
        try
        {
            while (await next() is { } part)
            {
                receiver.Take(part.Chunk);
            }

            var vectors = receiver.Vectors();
            if (vectors.SelectMany(node => node).Any(vector => !FlatVector.IsFinite<float>(vector)))
            {
                throw Refused(StatusCode.InvalidArgument, $"round {header.Round}: vectors with numbers that are NaN or infinite; expected finite ones");
            }

            var (isTaken, isOver) = Add(session, header, vectors);
            if (!isTaken)
            {
                receiver.Return();
            }

            return isOver;
        }
        catch
        {
            receiver.Return();
            throw;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Check(Session session, HostedRoundHeader header)
    {
        if (header.Round < 1 || header.Round > experiment.Rounds)
        {
            throw Refused(StatusCode.InvalidArgument, $"round {header.Round}; expected one in [1, {experiment.Rounds}]");
        }

        lock (Gate)
        {
            if (Epoch?.Number != header.Epoch || Epoch.NodesOf(session) is not { } nodes)
            {
                return;
            }

            var length = CollectedRounds.Includes(experiment, header.Round) ? form.Bytes(nodes.Length) : 0;
            if (!header.Nodes.Select(node => node.Node).SequenceEqual(nodes) || header.Length != length)
            {
                throw Refused(
                    StatusCode.InvalidArgument,
                    $"a report of {header.Nodes.Count} nodes with {header.Length} bytes; expected the {nodes.Length} nodes of this host in ascending order, and {length} bytes");
            }
        }
    }

    /// <summary>Waits until the run has come to a report's round; null: nodes have been assigned anew.</summary>
    private async Task<RoundTurn?> Turn(Session session, HostedRoundHeader header, CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (Gate)
            {
                if (Epoch?.Number != header.Epoch || Epoch.NodesOf(session) is null)
                {
                    return null;
                }

                if (Round is { } current && header.Round <= current.Round)
                {
                    _ahead.Remove(session);
                    return header.Round == current.Round ? RoundTurn.Now : RoundTurn.Over;
                }

                _ahead[session] = header.Round;
                Announce();
                news = News;
            }

            await news.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes vectors unless the report was here already, its round is over, or nodes were assigned anew: then the host has not done with them.</summary>
    private (bool IsTaken, bool IsOver) Add(Session session, HostedRoundHeader header, float[][][] vectors)
    {
        lock (Gate)
        {
            if (Epoch?.Number != header.Epoch || Epoch.NodesOf(session) is null)
            {
                return (false, false);
            }

            if (Round!.Round != header.Round || Round.Has(header.Nodes[0].Node))
            {
                return (false, true);
            }

            Round.Add(header, vectors, time.GetTimestamp());
            Announce();
            return (true, true);
        }
    }
}
