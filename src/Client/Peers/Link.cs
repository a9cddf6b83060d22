using System.Threading.Channels;
using Federated.Learning.Gossip;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>
/// One end of a link between two hosts, over as many connections as it takes. A step counts at both ends or at neither: the responder says Ready once it has
/// all, the initiator decides once it has all as well, and what it decided it says again to a responder that lost its connection in between. A step that
/// does not count leaves the link out for the rest of the round. Thread-safe.
/// </summary>
/// <param name="role">this end</param>
/// <param name="theirs">nodes of the other host</param>
/// <param name="dimension">floats of a message</param>
/// <param name="rounds">of the run</param>
/// <param name="longestWait">how long to wait for the other host; null: for as long as it takes, and every step counts</param>
/// <param name="time">clock</param>
internal sealed class Link(LinkRole role, IEnumerable<int> theirs, int dimension, int rounds, TimeSpan? longestWait, TimeProvider time)
{
    private static readonly IReadOnlySet<int> _nothing = new HashSet<int>();

    private readonly LinkDeadline? _deadline = longestWait is { } longest ? new LinkDeadline(longest) : null;
    private readonly LinkInboxes _inboxes = new(theirs.ToHashSet(), dimension);
    private readonly LinkDecisions _decisions = new();
    private readonly Lock _lock = new();
    private ChannelWriter<IEnumerable<LinkMessage>>? _outbox;
    private LinkStep? _step;
    private bool _isClosed;

    /// <summary>This end.</summary>
    public LinkRole Role => role;

    /// <summary>Exchanges the messages of a step.</summary>
    /// <param name="key">later than that of the call before</param>
    /// <param name="messages">what goes out; unchanged until the next call</param>
    /// <param name="cancellation">ends the wait</param>
    /// <returns>what came, by node, null for nodes that do not take part; valid until the next call. Null: the step does not count</returns>
    /// <exception cref="FellBehindException">The other host is rounds ahead.</exception>
    public async Task<IReadOnlyDictionary<int, float[]?>?> Exchange(StepKey key, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        var step = new LinkStep(key, messages);
        var began = time.GetTimestamp();
        ITimer? timer = null;
        lock (_lock)
        {
            _inboxes.Advance(key);
            if (_isClosed || key.Round <= _decisions.OutRound)
            {
                key.RequireNear(_decisions.OutRound);
                return null;
            }

            _step = step;
            Say(step.Outgoing(_nothing));
            Progress();
            timer = step.IsOpen && _deadline is { } deadline
                ? time.CreateTimer(_ => Expire(step), null, deadline.Current, Timeout.InfiniteTimeSpan)
                : null;
        }

        using (timer)
        {
            var arrived = await step.Decision.WaitAsync(cancellation);
            lock (_lock)
            {
                if (arrived is null)
                {
                    key.RequireNear(_inboxes.Latest(key).Round);
                }
                else
                {
                    _deadline?.Observe(time.GetElapsedTime(began));
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
                hello.Has.AddRange(_inboxes.Find(step.Key)?.Messages.Keys ?? []);
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
            _inboxes.Break();
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
                    StepKey.Read(message.Message.Step, rounds);
                    _inboxes.Begin(message.Message, _step);
                    break;
                case LinkMessage.KindOneofCase.Chunk:
                    _inboxes.Take(message.Chunk);
                    break;
                case LinkMessage.KindOneofCase.Sent:
                    HearSent(StepKey.Read(message.Sent, rounds));
                    break;
                case LinkMessage.KindOneofCase.Ready when role == LinkRole.Initiator:
                    HearReady(StepKey.Read(message.Ready, rounds));
                    break;
                case LinkMessage.KindOneofCase.Decision:
                    HearDecision(StepKey.Read(message.Decision.Step, rounds), message.Decision.Commit);
                    break;
                default:
                    throw new RpcException(new Status(StatusCode.InvalidArgument, $"{message.KindCase} is not expected here"));
            }

            Progress();
        }
    }

    private void HearSent(StepKey key)
    {
        if (!_inboxes.End(key) && role == LinkRole.Initiator)
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
        if (!commit)
        {
            RequireDeadline(key);
        }

        if (_step is not { IsOpen: true } step || step.Key != key)
        {
            // The other host does not wait for a step to which this one has not come yet.
            if (!commit && !(_step?.Key > key))
            {
                _decisions.LeaveOut(key.Round);
            }

            return;
        }

        if (commit && !(role == LinkRole.Responder && step.SaidReady))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"round {key.Round}, step {key.Step} cannot count: this host was not ready"));
        }

        Decide(step, commit);
    }

    private void Progress()
    {
        if (_step is not { IsOpen: true } step)
        {
            return;
        }

        var isWhole = _inboxes.Find(step.Key)?.IsWhole == true;
        if (_inboxes.Latest(step.Key) > step.Key && !step.SaidReady)
        {
            RequireDeadline(step.Key);
            Decide(step, commit: false);
        }
        else if (isWhole && role == LinkRole.Initiator && step.OtherIsReady)
        {
            Decide(step, commit: true);
        }
        else if (isWhole && role == LinkRole.Responder && !step.SaidReady)
        {
            step.SaidReady = true;
            Say([new LinkMessage { Ready = step.Key.Mark() }]);
        }
    }

    /// <summary>Where everybody counts, no step is given up.</summary>
    private void RequireDeadline(StepKey key)
    {
        if (_deadline is null)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"round {key.Round}, step {key.Step} was given up; this run has no stragglers, and every step counts"));
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
        _decisions.Add(step.Key, commit);
        if (role == LinkRole.Initiator || !commit)
        {
            SayWhatWasDecided(step.Key);
        }

        var arrived = _inboxes.Use(step.Key);
        step.Decide(commit ? arrived : null);
    }

    private void SayWhatWasDecided(StepKey key)
    {
        if (_decisions.Of(key, _step?.Key) is { } decision)
        {
            Say([decision]);
        }
    }

    private void Say(IEnumerable<LinkMessage> messages) => _outbox?.TryWrite(messages);
}
