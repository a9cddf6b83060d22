using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>What has come over a link: for the step that its end waits for, and for a later one if the other end is ahead. Guarded by the lock of the link.</summary>
/// <param name="theirs">nodes of the other host</param>
/// <param name="dimension">floats of a message</param>
internal sealed class LinkInboxes(IReadOnlySet<int> theirs, int dimension)
{
    private readonly VectorPool _pool = new(dimension);
    private readonly SortedDictionary<StepKey, Inbox> _inboxes = [];
    private Inbox? _receiving;
    private Inbox? _used;

    /// <summary>What has come for a step.</summary>
    public Inbox? Find(StepKey key) => _inboxes.GetValueOrDefault(key);

    /// <summary>The latest step for which something has come, or the given one.</summary>
    public StepKey Latest(StepKey key) => _inboxes.Keys.LastOrDefault(key);

    /// <summary>A message begins; one of a step that is over here is passed over.</summary>
    /// <exception cref="RpcException">It is of no node there, or has another size than a model.</exception>
    public void Begin(NodeMessage message, LinkStep? step)
    {
        var key = StepKey.Of(message.Step);
        if (!theirs.Contains(message.Node))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"node {message.Node} is not hosted there"));
        }

        _receiving = step is not null && (key < step.Key || (key == step.Key && !step.IsOpen)) ? null : FindOrMake(key, step?.Key);
        _receiving?.Begin(message);
    }

    /// <summary>The next bytes of the message that began.</summary>
    /// <exception cref="RpcException">They do not follow, or do not have the hash that was announced.</exception>
    public void Take(Chunk chunk) => _receiving?.Take(chunk);

    /// <summary>All messages of a step are here.</summary>
    /// <returns>false if the step is over here</returns>
    public bool End(StepKey key)
    {
        _receiving = null;
        Find(key)?.End();
        return Find(key) is not null;
    }

    /// <summary>A connection is over: messages that broke off come again.</summary>
    public void Break()
    {
        _receiving = null;
        foreach (var inbox in _inboxes.Values)
        {
            inbox.Close();
        }
    }

    /// <summary>A step is decided: what came for it stays as it is until the next one begins.</summary>
    public IReadOnlyDictionary<int, float[]?> Use(StepKey key)
    {
        _used = Find(key);
        _inboxes.Remove(key);
        return _used?.Messages ?? new Dictionary<int, float[]?>();
    }

    /// <summary>A step begins: what came for earlier ones is not looked at any more.</summary>
    public void Advance(StepKey key)
    {
        _used?.Recycle();
        _used = null;
        Remove(old => old < key);
    }

    /// <summary>Who is one step ahead waits for this host; more is only kept of one that does not wait any more.</summary>
    private Inbox FindOrMake(StepKey key, StepKey? current)
    {
        if (Find(key) is not { } inbox)
        {
            Remove(old => old != current);
            _inboxes[key] = inbox = new Inbox(dimension, _pool);
        }

        return inbox;
    }

    private void Remove(Func<StepKey, bool> isOld)
    {
        foreach (var old in _inboxes.Keys.Where(isOld).ToArray())
        {
            _inboxes[old].Recycle();
            _inboxes.Remove(old);
        }
    }
}
