using Federated.Client.Peers;
using Federated.Learning.Gossip;

namespace Federated.Client.Tests.Peers;

/// <summary>A host that goes through the steps of some rounds on one link, and notes how each ended.</summary>
internal sealed class LinkEnd
{
    private const int Dimension = 3;

    private readonly StepKey[] _keys;
    private Task<IReadOnlyDictionary<int, float[]?>?>? _current;

    public LinkEnd(LinkRole role, int rounds, int steps, TimeSpan? longestWait = null, TimeProvider? time = null)
    {
        Role = role;
        Link = new Link(role, [role == LinkRole.Initiator ? 1 : 0], Dimension, rounds, longestWait, time ?? TimeProvider.System);
        _keys = [.. from round in Enumerable.Range(1, rounds) from step in Enumerable.Range(0, steps) select new StepKey(round, step)];
    }

    public LinkRole Role { get; }

    public Link Link { get; }

    /// <summary>What came in each step; null: it did not count.</summary>
    public Dictionary<StepKey, float?> Outcomes { get; } = [];

    public bool IsDone => Outcomes.Count == _keys.Length;

    /// <summary>The number of a node's vector in a step.</summary>
    public static float Value(int node, StepKey key) => (100 * key.Round) + (10 * key.Step) + node;

    /// <summary>As <see cref="Advance"/>; a step at which the other end is rounds ahead does not count.</summary>
    public async Task AdvanceAnyway()
    {
        try
        {
            await Advance();
        }
        catch (FellBehindException)
        {
            Outcomes[_keys[Outcomes.Count]] = null;
            _current = null;
        }
    }

    /// <summary>Begins the next step once the last one is decided.</summary>
    public async Task Advance()
    {
        if (IsDone)
        {
            return;
        }

        var (key, node) = (_keys[Outcomes.Count], Role == LinkRole.Initiator ? 0 : 1);
        if (_current is null)
        {
            var vector = new float[Dimension];
            Array.Fill(vector, Value(node, key));
            _current = Link.Exchange(key, [OutgoingMessage.Of(node, vector)], CancellationToken.None);
        }

        await Task.Yield();
        if (_current.IsCompleted)
        {
            Outcomes[key] = (await _current)?[1 - node]![0];
            _current = null;
        }
    }
}
