using System.Threading.Channels;
using Federated.Client.Peers;
using Federated.Protocol;

namespace Federated.Client.Tests.Peers;

/// <summary>The way between two ends of a link, message by message; what is under way when it breaks is lost.</summary>
internal sealed class LinkWire(Link initiator, Link responder)
{
    private readonly Queue<LinkMessage>[] _underWay = [new(), new()];
    private Channel<IEnumerable<LinkMessage>>[]? _outboxes;

    /// <summary>Messages that have come through.</summary>
    public int Delivered { get; private set; }

    public bool IsConnected => _outboxes is not null;

    public void Connect()
    {
        _outboxes = [Channel.CreateUnbounded<IEnumerable<LinkMessage>>(), Channel.CreateUnbounded<IEnumerable<LinkMessage>>()];
        var first = initiator.Introduce(new Hello());
        var answer = responder.Introduce(new Hello());
        responder.Attach(first, _outboxes[1].Writer);
        initiator.Attach(answer, _outboxes[0].Writer);
    }

    public void Cut()
    {
        initiator.Detach(_outboxes![0].Writer);
        responder.Detach(_outboxes[1].Writer);
        _outboxes = null;
        Array.ForEach(_underWay, queue => queue.Clear());
    }

    /// <summary>Lets one message of an end through.</summary>
    /// <param name="from">0: the initiator's, 1: the responder's</param>
    /// <returns>false if there is none</returns>
    public bool Deliver(int from)
    {
        if (_outboxes is null)
        {
            return false;
        }

        while (_underWay[from].Count == 0 && _outboxes[from].Reader.TryRead(out var messages))
        {
            // A message on a wire is bytes: what its sender does to its vectors afterwards does not change it.
            foreach (var message in messages)
            {
                _underWay[from].Enqueue(LinkMessage.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(message)));
            }
        }

        if (!_underWay[from].TryDequeue(out var next))
        {
            return false;
        }

        Delivered++;
        (from == 0 ? responder : initiator).Hear(next, _outboxes[1 - from].Writer);
        return true;
    }
}
