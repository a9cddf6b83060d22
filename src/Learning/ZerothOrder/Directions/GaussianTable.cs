using MathNet.Numerics.Distributions;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Numerators of normal numbers in steps of 2^-12: n(h) = round(4096 Phi^-1((h + 0.5) / 65536)) for every 16-bit word h. No quantile lies
/// nearer than 10^-5 to where rounding changes its mind, so that the last bits of a library's Phi^-1 decide nothing.
/// </summary>
internal static class GaussianTable
{
    private const int Words = 1 << 16;

    private const int Half = Words / 2;

    private static readonly short[] _numerators = Make();

    /// <summary>n(h), 65,536 of them, ascending.</summary>
    public static ReadOnlySpan<short> Numerators => _numerators;

    /// <summary>The largest.</summary>
    public static int Largest => _numerators[^1];

    /// <summary>The upper half is computed and the lower is its mirror image: the mean is exactly 0.</summary>
    private static short[] Make()
    {
        var numerators = new short[Words];
        for (var h = Half; h < Words; h++)
        {
            var n = (short)Math.Round(4096.0 * Normal.InvCDF(0.0, 1.0, (h + 0.5) / Words));
            numerators[h] = n;
            numerators[Words - 1 - h] = (short)-n;
        }

        return numerators;
    }
}
