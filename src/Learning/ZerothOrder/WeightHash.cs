using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// The hash that machines compare: sum over tiles T of XXH64(bytes of tile T, seed T), mod 2^64. Tiles may be hashed in any order and by any
/// thread. For accidents, not for adversaries.
/// </summary>
public static class WeightHash
{
    /// <summary>Hash of a whole vector.</summary>
    public static ulong Of(ReadOnlySpan<float> theta)
    {
        var sum = 0ul;
        for (var start = 0; start < theta.Length; start += Rademacher.Tile)
        {
            var tile = theta.Slice(start, Math.Min(Rademacher.Tile, theta.Length - start));
            sum += XxHash64.HashToUInt64(MemoryMarshal.AsBytes(tile), start / Rademacher.Tile);
        }

        return sum;
    }
}
