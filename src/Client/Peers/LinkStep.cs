using Federated.Protocol;

namespace Federated.Client.Peers;

/// <summary>A step that a host waits for on a link, until it is decided.</summary>
/// <param name="key">which</param>
/// <param name="messages">what goes out</param>
internal sealed class LinkStep(StepKey key, IReadOnlyList<OutgoingMessage> messages)
{
    private readonly TaskCompletionSource<IReadOnlyDictionary<int, float[]?>?> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Which.</summary>
    public StepKey Key => key;

    /// <summary>The other side has said that it has everything.</summary>
    public bool OtherIsReady { get; set; }

    /// <summary>This side has said so; from then on the other alone decides.</summary>
    public bool SaidReady { get; set; }

    /// <summary>Whether it is not decided.</summary>
    public bool IsOpen => !_decision.Task.IsCompleted;

    /// <summary>What came, by node, null for nodes that do not take part; null: the step does not count.</summary>
    public Task<IReadOnlyDictionary<int, float[]?>?> Decision => _decision.Task;

    /// <summary>Decides.</summary>
    public void Decide(IReadOnlyDictionary<int, float[]?>? arrived) => _decision.TrySetResult(arrived);

    /// <summary>Everything that goes out. A step that turns out not to count is not sent to its end: its vectors may change then.</summary>
    /// <param name="known">nodes whose messages the other side has</param>
    public IEnumerable<LinkMessage> Outgoing(IReadOnlySet<int> known)
    {
        foreach (var message in messages.Where(message => !known.Contains(message.Node)))
        {
            yield return new LinkMessage
            {
                Message = new NodeMessage { Step = key.Mark(), Node = message.Node, Length = message.Bytes.Length, Sha256 = message.Sha256 },
            };
            foreach (var chunk in Framing.Chunks(message.Bytes, 0).TakeWhile(_ => IsOpen))
            {
                yield return new LinkMessage { Chunk = chunk };
            }
        }

        yield return new LinkMessage { Sent = key.Mark() };
    }
}
