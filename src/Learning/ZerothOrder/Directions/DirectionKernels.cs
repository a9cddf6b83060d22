using Federated.Learning.Numerics;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Perturbs and updates any slice of the parameters. Every width, every slice and every division into slices gives the same bits, so threads
/// may each take their own.
/// </summary>
public static unsafe class DirectionKernels
{
    /// <summary>Writes theta + eps z. The master copy stays as it is: taking eps z away again would not restore it.</summary>
    /// <param name="theta">slice of the parameters</param>
    /// <param name="first">index of its first parameter</param>
    /// <param name="direction">z</param>
    /// <param name="eps">negative for the other side</param>
    /// <param name="to">as long as the slice, overwritten</param>
    /// <param name="width">register width</param>
    public static void Perturb(ReadOnlySpan<float> theta, long first, Direction direction, float eps, Span<float> to, LaneWidth width)
    {
        if (theta.Length != to.Length)
        {
            throw new ArgumentException($"{to.Length} elements for {theta.Length} parameters; expected as many", nameof(to));
        }

        var perturb = WidthKernels.Of(width).Perturb;
        var edge = stackalloc float[Rademacher.Tile];
        fixed (float* from = theta, destination = to)
        {
            foreach (var part in TileParts.Of(first, theta.Length))
            {
                if (part.IsWhole)
                {
                    perturb(direction, part.Tile, part.Tiles, from + part.Start, eps, destination + part.Start);
                    continue;
                }

                theta.Slice(part.Start, part.Length).CopyTo(new Span<float>(edge + part.Offset, part.Length));
                perturb(direction, part.Tile, 1, edge, eps, edge);
                new ReadOnlySpan<float>(edge + part.Offset, part.Length).CopyTo(to[part.Start..]);
            }
        }
    }

    /// <summary>
    /// Takes the step of a round: theta_i = decay theta_i - alpha S_i with S_i = sum_n P_n z_n,i in integers. The order of samples does not matter.
    /// </summary>
    /// <param name="theta">slice of the parameters, updated</param>
    /// <param name="first">index of its first parameter</param>
    /// <param name="samples">the round's samples</param>
    /// <param name="alpha">step size in units of P, from the sealed record</param>
    /// <param name="decay">factor of weight decay; 1 without</param>
    /// <param name="width">register width</param>
    /// <exception cref="ArgumentException">The sums may leave 32 bits.</exception>
    public static void Update(Span<float> theta, long first, ReadOnlySpan<Contribution> samples, float alpha, float decay, LaneWidth width)
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

    /// <summary>z itself, as -1 and +1.</summary>
    /// <param name="direction">z</param>
    /// <param name="first">index of the first parameter</param>
    /// <param name="z">overwritten</param>
    public static void Signs(Direction direction, long first, Span<float> z)
    {
        z.Clear();
        Perturb(z, first, direction, 1.0f, z, LaneWidths.Widest);
    }
}
