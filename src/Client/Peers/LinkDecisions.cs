using Federated.Protocol;

namespace Federated.Client.Peers;

/// <summary>What one end of a link knows of decisions, its own and the other's. Guarded by the lock of the link.</summary>
internal sealed class LinkDecisions
{
    private readonly Dictionary<StepKey, bool> _decisions = [];

    /// <summary>The last round in which the link is out.</summary>
    public int OutRound { get; private set; }

    /// <summary>A step is decided. Only what the other end may not have heard yet is remembered.</summary>
    public void Add(StepKey key, bool commit)
    {
        foreach (var old in _decisions.Keys.Where(old => old.Round < key.Round - 1).ToArray())
        {
            _decisions.Remove(old);
        }

        _decisions[key] = commit;
        if (!commit)
        {
            LeaveOut(key.Round);
        }
    }

    /// <summary>The link is out for the rest of a round.</summary>
    public void LeaveOut(int round) => OutRound = Math.Max(OutRound, round);

    /// <summary>What can be said of a step; null: it is not decided. Of a step that was left behind without a decision there is no more to say than that it did not count.</summary>
    /// <param name="key">which</param>
    /// <param name="current">where this end is</param>
    public LinkMessage? Of(StepKey key, StepKey? current)
    {
        bool? commit = _decisions.TryGetValue(key, out var decided) ? decided
            : key.Round <= OutRound || current > key ? false
            : null;
        return commit is null ? null : new LinkMessage { Decision = new Decision { Step = key.Mark(), Commit = commit.Value } };
    }
}
