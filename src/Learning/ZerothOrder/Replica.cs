namespace Federated.Learning.ZerothOrder;

/// <summary>
/// One machine's copy of the weights: applies sealed rounds in order and once, whatever order they arrive in and however often.
/// </summary>
public sealed class Replica
{
    private readonly float[] _theta;
    private readonly int _threads;
    private readonly SortedDictionary<long, SealedRound> _waiting = [];

    /// <param name="runKey">key of the run's directions</param>
    /// <param name="theta">the weights after <paramref name="next"/> rounds; updated in place, nobody else writes them from now on</param>
    /// <param name="next">the first round to apply</param>
    /// <param name="threads">threads of an update; any number gives the same bits</param>
    public Replica(ulong runKey, float[] theta, long next = 0, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(next);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        RunKey = runKey;
        Next = next;
        _threads = threads;
        _theta = theta;
    }

    /// <summary>Key of the run's directions.</summary>
    public ulong RunKey { get; }

    /// <summary>The next round to apply.</summary>
    public long Next { get; private set; }

    /// <summary>The weights.</summary>
    public ReadOnlySpan<float> Theta => _theta;

    /// <summary>Rounds that arrived but cannot be applied before others.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The rounds that are missing before the first waiting one: from <see cref="Next"/> to before this; null if none waits.</summary>
    public long? MissingUntil => _waiting.Count > 0 ? _waiting.First().Key : null;

    /// <summary>See <see cref="WeightHash"/>.</summary>
    public ulong Hash() => WeightHash.Of(_theta);

    /// <summary>Takes a sealed round: applies it and those that waited for it, keeps it if others come first, ignores it if it was applied.</summary>
    /// <returns>number of rounds applied</returns>
    public int Offer(SealedRound round)
    {
        if (round.Round >= Next)
        {
            _waiting.TryAdd(round.Round, round);
        }

        var applied = 0;
        while (_waiting.Remove(Next, out var next))
        {
            Apply(next);
            applied++;
        }

        return applied;
    }

    private void Apply(SealedRound round)
    {
        var samples = round.Contributions(RunKey);
        if (samples.Length > 0 || round.Decay != 1.0f)
        {
            UpdateInParts(samples, round.Alpha, round.Decay);
        }

        Next++;
    }

    private void UpdateInParts(Contribution[] samples, float alpha, float decay)
    {
        var tiles = ((_theta.Length - 1) / Rademacher.Tile) + 1;
        var parts = Math.Min(_threads, tiles);
        if (parts == 1)
        {
            DirectionKernels.Update(_theta, 0, samples, alpha, decay, LaneWidths.Widest);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            var from = (int)((long)tiles * part / parts * Rademacher.Tile);
            var end = (int)Math.Min(_theta.Length, (long)tiles * (part + 1) / parts * Rademacher.Tile);
            DirectionKernels.Update(_theta.AsSpan(from, end - from), from, samples, alpha, decay, LaneWidths.Widest);
        });
    }
}
