namespace Federated.Learning.ZerothOrder;

/// <summary>
/// ZO-AdaMU (arXiv 2312.15184): z' ~ N(0, a), z'' ~ N(m_{t-1}, 1 - a), m_t = b1 z' + (1 - b1) z''; losses at theta +- eps m_t;
/// v = b2 z'^2 + (1 - b2) z''^2; theta = theta - alpha P m_t / sqrt(v + 1e-8). All machines look along the same m_t. Each operation on a number rounds
/// once and none is fused, so that copies agree.
/// </summary>
internal sealed class AdaMuRule(ulong runKey, SealedScheme scheme, float[] mean) : UpdateRule(runKey, scheme)
{
    private const float Smallest = 1e-8f;

    /// <summary>Parameters that are drawn at a time.</summary>
    private const int Block = 1024;

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void Perturb(ReadOnlySpan<float> theta, RoundStart round, ushort machine, ushort sample, float eps, Span<float> to)
    {
        Span<float> fresh = stackalloc float[Block];
        Span<float> around = stackalloc float[Block];
        for (var first = 0; first < to.Length; first += Block)
        {
            var length = Math.Min(Block, to.Length - first);
            Draw(round.Round, round.Coefficients, first, fresh[..length], around[..length]);
            var b1 = round.Coefficients[1];
            for (var i = 0; i < length; i++)
            {
                var m = (b1 * fresh[i]) + ((1.0f - b1) * around[i]);
                to[first + i] = theta[first + i] + (eps * m);
            }
        }
    }

    internal override void Apply(IReadOnlyList<SealedRound> rounds, float[] theta, int threads)
    {
        foreach (var round in rounds)
        {
            if (Scheme.ValidSamples(round) > 0)
            {
                var step = round.Alpha * Scheme.Contributions(RunKey, round).Sum(sample => sample.P);
                TileThreads.ForEach(theta.Length, threads, (first, length) => Apply(round, step, theta, first, length));
            }
        }
    }

    internal override UpdateRule Copy() => new AdaMuRule(RunKey, Scheme, (float[])mean.Clone());

    private void Apply(SealedRound round, float step, float[] theta, int from, int length)
    {
        Span<float> fresh = stackalloc float[Block];
        Span<float> around = stackalloc float[Block];
        var (b1, b2) = (round.Coefficients[1], round.Coefficients[2]);
        for (var first = from; first < from + length; first += Block)
        {
            var count = Math.Min(Block, from + length - first);
            Draw(round.Round, round.Coefficients, first, fresh[..count], around[..count]);
            for (var i = 0; i < count; i++)
            {
                var m = (b1 * fresh[i]) + ((1.0f - b1) * around[i]);
                var v = (b2 * (fresh[i] * fresh[i])) + ((1.0f - b2) * (around[i] * around[i]));
                var change = step * m / MathF.Sqrt(v + Smallest);
                theta[first + i] = (theta[first + i] * round.Decay) - change;
                mean[first + i] = m;
            }
        }
    }

    /// <summary>z' and z'' of some parameters.</summary>
    private void Draw(long round, IReadOnlyList<float> coefficients, int first, Span<float> fresh, Span<float> around)
    {
        var (wide, narrow) = (MathF.Sqrt(coefficients[0]), MathF.Sqrt(1.0f - coefficients[0]));
        DirectionKernels.Numbers(Scheme.Direction(RunKey, round, 0, 0), first, fresh);
        DirectionKernels.Numbers(Scheme.Direction(RunKey, round, 0, 1), first, around);
        for (var i = 0; i < fresh.Length; i++)
        {
            fresh[i] = wide * fresh[i];
            around[i] = mean[first + i] + (narrow * around[i]);
        }
    }
}
