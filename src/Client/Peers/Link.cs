using System.Threading.Channels;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>
/// One end of a link between two hosts, over as many connections as it takes. A step counts at both ends or at neither: the responder says Ready once it has
/// all, the initiator decides once it has all as well, and what it decided it says again to a responder that lost its connection in between. A step that
/// does not count leaves the link out for the rest of the round. Thread-safe.
/// </summary>
internal sealed class Link
{
    private static readonly IReadOnlySet<int> _nothing = new HashSet<int>();

    private readonly LinkRole _role;
    private readonly IReadOnlySet<int> _theirs;
    private readonly Func<Inbox> _makeInbox;
    private readonly LinkDeadline? _deadline;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<StepKey, Inbox> _inboxes = [];
    private readonly Dictionary<StepKey, bool> _decisions = [];
    private ChannelWriter<IEnumerable<LinkMessage>>? _outbox;
    private Inbox? _receiving;
    private Inbox? _used;
    private LinkStep? _step;
    private int _outRound;
    private bool _isClosed;

    /// <param name="role">this end</param>
    /// <param name="theirs">nodes of the other host</param>
    /// <param name="dimension">floats of a message</param>
    /// <param name="longestWait">how long to wait for the other host; null: for as long as it takes</param>
    /// <param name="time">clock</param>
    public Link(LinkRole role, IEnumerable<int> theirs, int dimension, TimeSpan? longestWait, TimeProvider time)
    {
        var buffers = new VectorPool(dimension);
        (_role, _theirs, _time) = (role, theirs.ToHashSet(), time);
        _makeInbox = () => new Inbox(dimension, buffers);
        _deadline = longestWait is { } longest ? new LinkDeadline(longest) : null;
    }

    /// <summary>This end.</summary>
    public LinkRole Role => _role;

    /// <summary>Exchanges the messages of a step.</summary>
    /// <param name="key">later than that of the call before</param>
    /// <param name="messages">what goes out; unchanged until the next call</param>
    /// <param name="cancellation">ends the wait</param>
    /// <returns>what came, by node, null for nodes that do not take part; valid until the next call. Null: the step does not count</returns>
    /// <exception cref="FellBehindException">The other host is rounds ahead.</exception>
    public async Task<IReadOnlyDictionary<int, float[]?>?> Exchange(StepKey key, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        var step = new LinkStep(key, messages);
        var began = _time.GetTimestamp();
        ITimer? timer = null;
        lock (_lock)
        {
            Recycle(key);
            if (_isClosed || key.Round <= _outRound)
            {
                RequireNear(key, _outRound);
                return null;
            }

            _step = step;
            Say(step.Outgoing(_nothing));
            Progress();
            timer = step.IsOpen && _deadline is { } deadline
                ? _time.CreateTimer(_ => Expire(step), null, deadline.Current, Timeout.InfiniteTimeSpan)
                : null;
        }

        using (timer)
        {
            var arrived = await step.Decision.WaitAsync(cancellation);
            lock (_lock)
            {
                if (arrived is not null)
                {
                    _deadline?.Observe(_time.GetElapsedTime(began));
                }
                else
                {
                    RequireNear(key, _inboxes.Keys.LastOrDefault(key).Round);
                }
            }

            return arrived;
        }
    }

    /// <summary>What this end says first on a connection.</summary>
    public Hello Introduce(Hello hello)
    {
        lock (_lock)
        {
            if (_step is { IsOpen: true } step)
            {
                hello.Waits = step.Key.Mark();
                hello.Has.AddRange(_inboxes.GetValueOrDefault(step.Key)?.Messages.Keys ?? []);
            }

            return hello;
        }
    }

    /// <summary>A new connection: it takes the place of the last one.</summary>
    /// <param name="hello">what the other end said</param>
    /// <param name="outbox">what is to be said; completed when it is over</param>
    public void Attach(Hello hello, ChannelWriter<IEnumerable<LinkMessage>> outbox)
    {
        lock (_lock)
        {
            _outbox?.TryComplete();
            _outbox = outbox;
            _receiving = null;
            foreach (var inbox in _inboxes.Values)
            {
                inbox.Close();
            }

            if (_isClosed)
            {
                outbox.TryComplete();
                return;
            }

            StepKey? waits = hello.Waits is { } mark ? StepKey.Of(mark) : null;
            if (waits is { } key)
            {
                SayWhatWasDecided(key);
            }

            if (_step is { IsOpen: true } step)
            {
                Say(step.Outgoing(waits == step.Key ? hello.Has.ToHashSet() : _nothing));
                Say(step.SaidReady ? [new LinkMessage { Ready = step.Key.Mark() }] : []);
            }
        }
    }

    /// <summary>A connection is over.</summary>
    public void Detach(ChannelWriter<IEnumerable<LinkMessage>> outbox)
    {
        lock (_lock)
        {
            outbox.TryComplete();
            _outbox = _outbox == outbox ? null : _outbox;
        }
    }

    /// <summary>The other host is gone for good: what was not decided does not count.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _outbox?.TryComplete();
            _step?.Decide(null);
        }
    }

    /// <summary>The other end said something.</summary>
    /// <param name="message">what</param>
    /// <param name="outbox">over which connection</param>
    /// <exception cref="RpcException">It does not make sense.</exception>
    public void Hear(LinkMessage message, ChannelWriter<IEnumerable<LinkMessage>> outbox)
    {
        lock (_lock)
        {
            if (_outbox != outbox)
            {
                return;
            }

            switch (message.KindCase)
            {
                case LinkMessage.KindOneofCase.Message:
                    _receiving = Inbox(message.Message);
                    _receiving?.Begin(message.Message);
                    break;
                case LinkMessage.KindOneofCase.Chunk:
                    _receiving?.Take(message.Chunk);
                    break;
                case LinkMessage.KindOneofCase.Sent:
                    _receiving = null;
                    HearSent(StepKey.Of(message.Sent));
                    break;
                case LinkMessage.KindOneofCase.Ready when _role == LinkRole.Initiator:
                    HearReady(StepKey.Of(message.Ready));
                    break;
                case LinkMessage.KindOneofCase.Decision:
                    HearDecision(StepKey.Of(message.Decision.Step), message.Decision.Commit);
                    break;
                default:
                    throw new RpcException(new Status(StatusCode.InvalidArgument, $"{message.KindCase} is not expected here"));
            }

            Progress();
        }
    }

    private static void RequireNear(StepKey key, int round)
    {
        if (round > key.Round + 1)
        {
            throw new FellBehindException(round);
        }
    }

    private void HearSent(StepKey key)
    {
        if (_inboxes.TryGetValue(key, out var inbox))
        {
            inbox.End();
        }
        else if (_role == LinkRole.Initiator)
        {
            SayWhatWasDecided(key);
        }
    }

    private void HearReady(StepKey key)
    {
        if (_step is { IsOpen: true } step && step.Key == key)
        {
            step.OtherIsReady = true;
        }
        else
        {
            SayWhatWasDecided(key);
        }
    }

    private void HearDecision(StepKey key, bool commit)
    {
        if (_step is not { IsOpen: true } step || step.Key != key)
        {
            // The other host does not wait for a step to which this one has not come yet.
            if (!commit && !(_step?.Key > key))
            {
                _outRound = Math.Max(_outRound, key.Round);
            }

            return;
        }

        if (commit && !(_role == LinkRole.Responder && step.SaidReady))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"round {key.Round}, step {key.Step} cannot count: this host was not ready"));
        }

        Decide(step, commit);
    }

    /// <summary>Where a message belongs; null: its step is over here.</summary>
    private Inbox? Inbox(NodeMessage message)
    {
        var key = StepKey.Of(message.Step);
        if (!_theirs.Contains(message.Node))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"node {message.Node} is not hosted there"));
        }

        if (_step is { } step && (key < step.Key || (key == step.Key && !step.IsOpen)))
        {
            return null;
        }

        if (!_inboxes.TryGetValue(key, out var inbox))
        {
            // Who is one step ahead waits for this host; more is only kept of one that does not wait any more.
            foreach (var other in _inboxes.Keys.Where(other => other != _step?.Key).ToArray())
            {
                _inboxes[other].Recycle();
                _inboxes.Remove(other);
            }

            _inboxes[key] = inbox = _makeInbox();
        }

        return inbox;
    }

    private void Progress()
    {
        if (_step is not { IsOpen: true } step)
        {
            return;
        }

        var isWhole = _inboxes.GetValueOrDefault(step.Key)?.IsWhole == true;
        if (_inboxes.Keys.LastOrDefault(step.Key) > step.Key && !step.SaidReady)
        {
            Decide(step, commit: false);
        }
        else if (isWhole && _role == LinkRole.Initiator && step.OtherIsReady)
        {
            Decide(step, commit: true);
        }
        else if (isWhole && _role == LinkRole.Responder && !step.SaidReady)
        {
            step.SaidReady = true;
            Say([new LinkMessage { Ready = step.Key.Mark() }]);
        }
    }

    private void Expire(LinkStep step)
    {
        lock (_lock)
        {
            // After Ready the other end alone decides: it may have counted the step already.
            if (step.IsOpen && !step.SaidReady)
            {
                Decide(step, commit: false);
            }
        }
    }

    private void Decide(LinkStep step, bool commit)
    {
        foreach (var old in _decisions.Keys.Where(key => key.Round < step.Key.Round - 1).ToArray())
        {
            _decisions.Remove(old);
        }

        _decisions[step.Key] = commit;
        _outRound = commit ? _outRound : Math.Max(_outRound, step.Key.Round);
        if (_role == LinkRole.Initiator || !commit)
        {
            SayWhatWasDecided(step.Key);
        }

        _used = _inboxes.GetValueOrDefault(step.Key);
        _inboxes.Remove(step.Key);
        step.Decide(commit ? _used?.Messages ?? new Dictionary<int, float[]?>() : null);
    }

    /// <summary>Of a step that this end has left behind without a decision it has no more than that it did not count.</summary>
    private void SayWhatWasDecided(StepKey key)
    {
        if (_decisions.TryGetValue(key, out var commit))
        {
            Say([new LinkMessage { Decision = new Decision { Step = key.Mark(), Commit = commit } }]);
        }
        else if (key.Round <= _outRound || _step?.Key > key)
        {
            Say([new LinkMessage { Decision = new Decision { Step = key.Mark(), Commit = false } }]);
        }
    }

    private void Recycle(StepKey key)
    {
        _used?.Recycle();
        _used = null;
        foreach (var old in _inboxes.Keys.Where(old => old < key).ToArray())
        {
            _inboxes[old].Recycle();
            _inboxes.Remove(old);
        }
    }

    private void Say(IEnumerable<LinkMessage> messages) => _outbox?.TryWrite(messages);
}
