using System.Numerics;
using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;
using MathNet.Numerics.Distributions;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Directions and updates straight from their definitions, one parameter at a time.</summary>
internal static class Reference
{
    public const ulong Key = 0x89ABCDEF01234567;

    private static readonly int[] _quantiles = [.. Enumerable.Range(0, 65536).Select(h => (int)Math.Round(4096 * Normal.InvCDF(0, 1, (h + 0.5) / 65536)))];

    /// <summary>n_i, an integer.</summary>
    public static int Numerator(Direction direction, long i) => direction.Kind switch
    {
        DirectionKind.Rademacher => Sign(direction, i),
        DirectionKind.Binomial16 => (2 * BitOperations.PopCount(HalfWord(direction, i))) - 16,
        _ => _quantiles[HalfWord(direction, i)],
    };

    /// <summary>2^-s.</summary>
    public static float Unit(DirectionKind kind) => kind switch
    {
        DirectionKind.Rademacher => 1f,
        DirectionKind.Binomial16 => 1f / 4,
        _ => 1f / 4096,
    };

    public static int Sign(Direction direction, long i)
    {
        var (tile, r) = (i >> 11, (int)(i & 2047));
        var (lane, k) = (r & 15, r >> 4);
        return ((Word(direction, (uint)((tile * 16) + lane), k >> 5) >> (k & 31)) & 1) == 1 ? -1 : 1;
    }

    public static float[] Perturb(float[] theta, long first, Direction direction, float eps) =>
        [.. theta.Select((x, i) =>
        {
            var step = eps * Unit(direction.Kind);
            var moved = step * Numerator(direction, first + i);
            return x + moved;
        })];

    public static long Sum(Contribution[] samples, long i) =>
        (long)samples.Aggregate(BigInteger.Zero, (sum, sample) => sum + ((BigInteger)sample.P * Numerator(sample.Direction, i)));

    public static float[] Update(float[] theta, long first, Contribution[] samples, float alpha, float decay) =>
        [.. theta.Select((x, i) =>
        {
            var unit = alpha * (samples.Length > 0 ? Unit(samples[0].Direction.Kind) : 1f);
            var step = unit * (float)Sum(samples, first + i);
            var kept = x * decay;
            return kept - step;
        })];

    /// <summary>The weights that golden updates start from.</summary>
    public static float[] Start() => [.. Enumerable.Range(0, 4096).Select(i => ((i % 2001) - 1000) * 1e-4f)];

    private static uint HalfWord(Direction direction, long i)
    {
        var (tile, r) = (i >> 7, (int)(i & 127));
        var (lane, q) = (r & 15, r >> 4);
        return (Word(direction, (uint)((tile * 16) + lane), q >> 1) >> (16 * (q & 1))) & 0xFFFF;
    }

    private static uint Word(Direction direction, uint counter, int word)
    {
        var block = Philox4x32.Block(
            counter,
            ((uint)direction.Machine << 16) | direction.Sample,
            (uint)direction.Round,
            ((uint)direction.Domain << 24) | ((uint)(direction.Round >> 32) & 0xFFFFFF),
            (uint)direction.RunKey,
            (uint)(direction.RunKey >> 32));
        return word switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
    }
}
