namespace Federated.Learning.ZerothOrder;

/// <summary>
/// One machine's copy of the weights: applies sealed rounds in order and once, whatever order they arrive in and however often.
/// </summary>
public sealed class Replica
{
    private readonly float[] _theta;
    private readonly UpdateRule _rule;
    private readonly int _threads;
    private readonly SortedDictionary<long, SealedRound> _waiting = [];

    /// <summary>A copy before the first round, or between two rounds of a log whose rule has no state.</summary>
    /// <param name="header">what the log is about</param>
    /// <param name="theta">the weights after <paramref name="next"/> rounds; updated in place, nobody else writes them from now on</param>
    /// <param name="next">the first round to apply</param>
    /// <param name="threads">threads of an update; any number gives the same bits</param>
    public Replica(LogHeader header, float[] theta, long next = 0, int threads = 1)
        : this(UpdateRule.Create(header, theta), theta, next, threads)
    {
        if (_rule.HasState && next != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(next), next, $"{header.Scheme.Update} updates depend on all rounds; expected 0");
        }
    }

    private Replica(UpdateRule rule, float[] theta, long next, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(next);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        (_rule, _theta, Next, _threads) = (rule, theta, next, threads);
    }

    /// <summary>The next round to apply.</summary>
    public long Next { get; private set; }

    /// <summary>The weights.</summary>
    public ReadOnlySpan<float> Theta => _theta;

    /// <summary>Whether its rule remembers more than the weights, see <see cref="UpdateRule.HasState"/>.</summary>
    public bool HasState => _rule.HasState;

    /// <summary>The array that holds the weights.</summary>
    internal float[] Weights => _theta;

    /// <summary>Rounds that arrived but cannot be applied before others.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The rounds that are missing before the first waiting one: from <see cref="Next"/> to before this; null if none waits.</summary>
    public long? MissingUntil => _waiting.Count > 0 ? _waiting.First().Key : null;

    /// <summary>See <see cref="WeightHash"/>.</summary>
    public ulong Hash() => WeightHash.Of(_theta);

    /// <summary>A copy that goes on from here on its own; rounds that wait are left behind.</summary>
    /// <param name="threads">threads of its updates</param>
    public Replica Copy(int threads = 1) => new(_rule.Copy(), (float[])_theta.Clone(), Next, threads);

    /// <summary>The same copy, kept in another array.</summary>
    internal Replica Into(float[] theta)
    {
        _theta.CopyTo(theta, 0);
        return new(_rule, theta, Next, _threads);
    }

    /// <summary>An accident that is put in: the lowest bit of a weight flips.</summary>
    internal void FlipBit(int parameter) => _theta[parameter] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(_theta[parameter]) ^ 1);

    /// <summary>See <see cref="UpdateRule.Perturb"/>.</summary>
    public void Perturb(RoundStart round, ushort machine, ushort sample, float eps, Span<float> to) =>
        _rule.Perturb(_theta, round, machine, sample, eps, to);

    /// <summary>Takes a sealed round: applies it and those that waited for it, keeps it if others come first, ignores it if it was applied.</summary>
    /// <returns>number of rounds applied</returns>
    public int Offer(SealedRound round) => Offer([round]);

    /// <summary>Takes sealed rounds in any order.</summary>
    /// <returns>number of rounds applied</returns>
    public int Offer(IEnumerable<SealedRound> rounds)
    {
        foreach (var round in rounds.Where(round => round.Round >= Next))
        {
            _waiting.TryAdd(round.Round, round);
        }

        var due = new List<SealedRound>();
        while (_waiting.Remove(Next + due.Count, out var next))
        {
            due.Add(next);
        }

        _rule.Apply(due, _theta, _threads);
        Next += due.Count;
        return due.Count;
    }
}
