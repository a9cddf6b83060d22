using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Directions and updates straight from their definitions, one parameter at a time.</summary>
internal static class Reference
{
    public const ulong Key = 0x89ABCDEF01234567;

    public static int Sign(Direction direction, long i)
    {
        var (tile, r) = (i >> 11, (int)(i & 2047));
        var (lane, k) = (r & 15, r >> 4);
        var block = Philox4x32.Block(
            (uint)((tile * 16) + lane),
            ((uint)direction.Machine << 16) | direction.Sample,
            (uint)direction.Round,
            (uint)(direction.Round >> 32) & 0xFFFFFF,
            (uint)direction.RunKey,
            (uint)(direction.RunKey >> 32));
        uint[] words = [block.X0, block.X1, block.X2, block.X3];
        return ((words[k >> 5] >> (k & 31)) & 1) == 1 ? -1 : 1;
    }

    public static float[] Perturb(float[] theta, long first, Direction direction, float eps) =>
        [.. theta.Select((x, i) => x + (eps * Sign(direction, first + i)))];

    public static float[] Update(float[] theta, long first, Contribution[] samples, float alpha, float decay) =>
        [.. theta.Select((x, i) =>
        {
            var sum = 0;
            foreach (var sample in samples)
            {
                sum += sample.P * Sign(sample.Direction, first + i);
            }

            var step = alpha * (float)sum;
            var kept = x * decay;
            return kept - step;
        })];

    /// <summary>The weights that golden updates start from.</summary>
    public static float[] Start() => [.. Enumerable.Range(0, 4096).Select(i => ((i % 2001) - 1000) * 1e-4f)];
}
