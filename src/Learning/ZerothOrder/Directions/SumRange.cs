namespace Federated.Learning.ZerothOrder;

/// <summary>How far a round's sums S_i = sum_n P_n n_n,i can reach.</summary>
/// <param name="Kind">of all its directions</param>
/// <param name="Largest">no |S_i| is larger</param>
internal readonly record struct SumRange(DirectionKind Kind, long Largest)
{
    /// <summary>That of some samples.</summary>
    /// <exception cref="ArgumentException">Their directions are of several kinds, or the sums may leave 64 bits.</exception>
    public static SumRange Of(ReadOnlySpan<Contribution> samples)
    {
        var kind = samples.IsEmpty ? DirectionKind.Rademacher : samples[0].Direction.Kind;
        var total = Int128.Zero;
        foreach (var (direction, p) in samples)
        {
            if (direction.Kind != kind)
            {
                throw new ArgumentException($"directions of kinds {kind} and {direction.Kind} in one round; expected one kind", nameof(samples));
            }

            total += Int128.Abs(p);
        }

        var largest = total * Numerators.Largest(kind);
        return largest <= long.MaxValue
            ? new SumRange(kind, (long)largest)
            : throw new ArgumentException(
                $"{samples.Length} samples add up to {largest}; expected at most {long.MaxValue}, which a 64-bit sum holds", nameof(samples));
    }
}
