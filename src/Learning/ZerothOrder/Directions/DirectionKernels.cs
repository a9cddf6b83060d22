using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Federated.Learning.Numerics;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Perturbs and updates any slice of the parameters. Every width, every slice and every division into slices gives the same bits, so threads
/// may each take their own.
/// </summary>
public static unsafe class DirectionKernels
{
    /// <summary>Vectors from this length on, 8 MB, are written past the caches.</summary>
    private const int Long = 1 << 21;

    /// <summary>Bytes of the widest register.</summary>
    private const int Alignment = 64;

    /// <summary>The s of a kind: its numbers are integers times 2^-s.</summary>
    public static int Scale(DirectionKind kind) => kind switch
    {
        DirectionKind.Binomial16 => 2,
        DirectionKind.Gaussian => 12,
        _ => 0,
    };

    /// <summary>Writes theta + eps z. The master copy stays as it is: taking eps z away again would not restore it.</summary>
    /// <param name="theta">slice of the parameters</param>
    /// <param name="first">index of its first parameter</param>
    /// <param name="direction">z</param>
    /// <param name="eps">negative for the other side</param>
    /// <param name="to">as long as the slice, overwritten</param>
    /// <param name="width">register width</param>
    /// <exception cref="ArgumentOutOfRangeException">eps 2^-s is subnormal.</exception>
    public static void Perturb(ReadOnlySpan<float> theta, long first, Direction direction, float eps, Span<float> to, LaneWidth width)
    {
        if (theta.Length != to.Length)
        {
            throw new ArgumentException($"{to.Length} elements for {theta.Length} parameters; expected as many", nameof(to));
        }

        var step = Scaled(eps, direction.Kind);
        var kernels = WidthKernels.Of(width);
        var perturb = kernels.Perturb(direction.Kind);
        var edge = stackalloc float[Rademacher.Tile];
        fixed (float* from = theta, destination = to)
        {
            var streams = to.Length >= Long && from != destination;
            foreach (var part in TileParts.Of(first, theta.Length))
            {
                if (part.IsWhole)
                {
                    var whole = streams && (nuint)(destination + part.Start) % Alignment == 0 ? kernels.Stream(direction.Kind) : perturb;
                    whole(direction, part.Tile, part.Tiles, from + part.Start, step, destination + part.Start);
                    continue;
                }

                theta.Slice(part.Start, part.Length).CopyTo(new Span<float>(edge + part.Offset, part.Length));
                perturb(direction, part.Tile, 1, edge, step, edge);
                new ReadOnlySpan<float>(edge + part.Offset, part.Length).CopyTo(to[part.Start..]);
            }

            if (streams && Sse.IsSupported)
            {
                // Such stores are not ordered: another thread may read them after this.
                Sse.StoreFence();
            }
        }
    }

    /// <summary>
    /// Takes the step of a round: theta_i = decay theta_i - alpha 2^-s S_i with S_i = sum_m P_m n_m,i in integers, z = n 2^-s. The order of
    /// samples does not matter.
    /// </summary>
    /// <param name="theta">slice of the parameters, updated</param>
    /// <param name="first">index of its first parameter</param>
    /// <param name="samples">the round's samples, their directions of one kind</param>
    /// <param name="alpha">step size in units of P, from the sealed record</param>
    /// <param name="decay">factor of weight decay; 1 without</param>
    /// <param name="width">register width</param>
    /// <exception cref="ArgumentException">Directions are of several kinds, or the sums may leave 64 bits; nothing has been updated.</exception>
    /// <exception cref="ArgumentOutOfRangeException">alpha 2^-s is subnormal; nothing has been updated.</exception>
    public static void Update(Span<float> theta, long first, ReadOnlySpan<Contribution> samples, float alpha, float decay, LaneWidth width)
    {
        var (kind, largest) = SumRange.Of(samples);
        var step = Scaled(alpha, kind);
        if (kind == DirectionKind.Rademacher && largest <= int.MaxValue)
        {
            UpdateNarrow(theta, first, samples, step, decay, width);
        }
        else
        {
            UpdateWide(theta, first, samples, step, decay, width);
        }
    }

    /// <summary>
    /// Adds to sums that are kept instead of weights: sums_i += sum_m P_m n_m,i. As these are integers, theta_0 - alpha 2^-s sums depends on the set
    /// of samples alone, whatever order they came in.
    /// </summary>
    /// <param name="sums">a slice's sums, all from directions of the same kind</param>
    /// <param name="first">index of the slice's first parameter</param>
    /// <param name="samples">added</param>
    /// <exception cref="ArgumentException">Directions are of several kinds, or the samples' sums may leave 64 bits; nothing has been added.</exception>
    /// <exception cref="OverflowException">A sum would leave 64 bits with what was there before; those below it have been added.</exception>
    public static void Accumulate(Span<long> sums, long first, ReadOnlySpan<Contribution> samples)
    {
        _ = SumRange.Of(samples);
        using var tile = new TileSums(LaneWidths.Widest);
        foreach (var part in TileParts.OneByOne(first, sums.Length))
        {
            Add(sums.Slice(part.Start, part.Length), tile.Of(samples, part.Tile).Slice(part.Offset, part.Length));
        }
    }

    /// <summary>z itself.</summary>
    /// <param name="direction">z</param>
    /// <param name="first">index of the first parameter</param>
    /// <param name="z">overwritten</param>
    public static void Numbers(Direction direction, long first, Span<float> z)
    {
        z.Clear();
        Perturb(z, first, direction, 1.0f, z, LaneWidths.Widest);
    }

    /// <summary><see cref="Update"/> for any kind, in 64-bit integers. A sum is rounded once before it is multiplied.</summary>
    /// <param name="theta">slice of the parameters, updated</param>
    /// <param name="first">index of its first parameter</param>
    /// <param name="samples">their sums fit</param>
    /// <param name="step">alpha 2^-s</param>
    /// <param name="decay">factor of weight decay</param>
    /// <param name="width">register width</param>
    internal static void UpdateWide(Span<float> theta, long first, ReadOnlySpan<Contribution> samples, float step, float decay, LaneWidth width)
    {
        using var sums = new TileSums(width);
        foreach (var part in TileParts.OneByOne(first, theta.Length))
        {
            Take(theta.Slice(part.Start, part.Length), sums.Of(samples, part.Tile).Slice(part.Offset, part.Length), step, decay);
        }
    }

    /// <summary><see cref="Update"/> for signs, in 32-bit integers.</summary>
    private static void UpdateNarrow(Span<float> theta, long first, ReadOnlySpan<Contribution> samples, float alpha, float decay, LaneWidth width)
    {
        var kernels = WidthKernels.Of(width);
        var update = kernels.Update;
        var tables = new SignTables(samples, kernels.GroupSize);
        using var packed = new AlignedBuffer<uint>(tables.PackedWords);
        var edge = stackalloc float[Rademacher.Tile];
        fixed (float* x = theta)
        {
            foreach (var part in TileParts.Of(first, theta.Length))
            {
                if (part.IsWhole)
                {
                    update(tables, part.Tile, part.Tiles, x + part.Start, alpha, decay, packed.Address);
                    continue;
                }

                var slice = theta.Slice(part.Start, part.Length);
                slice.CopyTo(new Span<float>(edge + part.Offset, part.Length));
                update(tables, part.Tile, 1, edge, alpha, decay, packed.Address);
                new ReadOnlySpan<float>(edge + part.Offset, part.Length).CopyTo(slice);
            }
        }
    }

    /// <summary>A tile's step. On its own, as is <see cref="Add"/>: within the caller's try-finally the loop would keep its numbers in memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Take(Span<float> theta, ReadOnlySpan<long> sums, float step, float decay)
    {
        for (var i = 0; i < theta.Length; i++)
        {
            var taken = step * (float)sums[i];
            var kept = theta[i] * decay;
            theta[i] = kept - taken;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(Span<long> sums, ReadOnlySpan<long> added)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = checked(sums[i] + added[i]);
        }
    }

    /// <summary>value 2^-s, exactly.</summary>
    private static float Scaled(float value, DirectionKind kind, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        var scaled = MathF.ScaleB(value, -Scale(kind));
        return (value == 0.0f) == (scaled == 0.0f) && !float.IsSubnormal(scaled)
            ? scaled
            : throw new ArgumentOutOfRangeException(
                name, value, $"its product with 2^-{Scale(kind)} is not exact; expected 0, or at least 2^{Scale(kind) - 126} in magnitude");
    }
}
