using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Learning.ZerothOrder;

/// <summary>S_i = sum_n P_n n_n,i of one tile after another in 64-bit integers, for directions of any kind. The caller sees to it that sums fit, see <see cref="SumRange"/>.</summary>
internal sealed unsafe class TileSums : IDisposable
{
    private readonly AlignedBuffer<long> _sums = new(Rademacher.Tile);
    private readonly AlignedBuffer<int> _numerators = new(Rademacher.Tile);
    private readonly delegate*<Direction, long, int*, void> _draw;

    /// <param name="width">register width</param>
    public TileSums(LaneWidth width) => _draw = WidthKernels.Of(width).Draw;

    /// <summary>The sums of a tile.</summary>
    /// <param name="samples">in any order</param>
    /// <param name="tile">T, of <see cref="Rademacher.Tile"/> parameters</param>
    /// <returns>valid until the next call</returns>
    public ReadOnlySpan<long> Of(ReadOnlySpan<Contribution> samples, long tile)
    {
        _sums.Span.Clear();
        foreach (var (direction, p) in samples)
        {
            _draw(direction, tile, _numerators.Address);
            AddMultiple(p, _numerators.Address, _sums.Address);
        }

        return _sums.Span;
    }

    public void Dispose()
    {
        _sums.Dispose();
        _numerators.Dispose();
    }

    /// <summary>sums += p n.</summary>
    private static void AddMultiple(long p, int* n, long* sums)
    {
        for (var i = 0; i < Rademacher.Tile; i += Vector<int>.Count)
        {
            Vector.Widen(Vector.Load(n + i), out var low, out var high);
            var to = sums + i;
            (Vector.Load(to) + (low * p)).Store(to);
            to += Vector<long>.Count;
            (Vector.Load(to) + (high * p)).Store(to);
        }
    }
}
