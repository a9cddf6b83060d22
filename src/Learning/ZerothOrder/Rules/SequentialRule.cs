namespace Federated.Learning.ZerothOrder;

/// <summary>theta = decay theta - alpha sum P z, or with votes sign(sum P) z, round after round.</summary>
internal sealed class SequentialRule(ulong runKey, SealedScheme scheme) : UpdateRule(runKey, scheme)
{
    internal override void Apply(IReadOnlyList<SealedRound> rounds, float[] theta, int threads)
    {
        foreach (var round in rounds)
        {
            var samples = Scheme.Contributions(RunKey, round);
            if (samples.Length > 0 || round.Decay != 1.0f)
            {
                TileThreads.ForEach(theta.Length, threads, (first, length) =>
                    DirectionKernels.Update(theta.AsSpan(first, length), first, samples, round.Alpha, round.Decay, LaneWidths.Widest));
            }
        }
    }
}
