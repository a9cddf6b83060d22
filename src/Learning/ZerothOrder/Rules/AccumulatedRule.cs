using System.Runtime.InteropServices;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// theta = theta_0 - alpha A, where A is the exact integer sum of all P z so far: a function of the set of rounds, whatever their order. Samples that
/// took the same direction are added up before it is drawn: with K candidates, any number of rounds costs at most K directions.
/// </summary>
internal sealed class AccumulatedRule : UpdateRule
{
    private readonly float[] _genesis;
    private readonly long[] _sums;

    public AccumulatedRule(ulong runKey, SealedScheme scheme, float[] genesis)
        : this(runKey, scheme, genesis, new long[genesis.Length])
    {
    }

    private AccumulatedRule(ulong runKey, SealedScheme scheme, float[] genesis, long[] sums)
        : base(runKey, scheme) => (_genesis, _sums) = (genesis, sums);

    /// <inheritdoc/>
    public override bool HasState => true;

    internal override void Apply(IReadOnlyList<SealedRound> rounds, float[] theta, int threads)
    {
        var totals = new Dictionary<Direction, long>();
        foreach (var sample in rounds.SelectMany(round => Scheme.Contributions(RunKey, round)))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(totals, sample.Direction, out _) += sample.P;
        }

        if (totals.Count == 0)
        {
            return;
        }

        Contribution[] samples = [.. totals.Select(total => new Contribution(total.Key, total.Value))];
        var alpha = MathF.ScaleB(rounds[^1].Alpha, -DirectionKernels.Scale(Scheme.Directions));
        TileThreads.ForEach(theta.Length, threads, (first, length) =>
        {
            DirectionKernels.Accumulate(_sums.AsSpan(first, length), first, samples);
            for (var i = first; i < first + length; i++)
            {
                var step = alpha * _sums[i];
                theta[i] = _genesis[i] - step;
            }
        });
    }

    internal override UpdateRule Copy() => new AccumulatedRule(RunKey, Scheme, _genesis, (long[])_sums.Clone());
}
