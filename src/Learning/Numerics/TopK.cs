using System.Numerics;

namespace Federated.Learning.Numerics;

/// <summary>Keeps the numbers with the largest magnitudes.</summary>
internal static class TopK
{
    /// <summary>How many of d numbers a fraction is, at least one.</summary>
    public static int Count(int dimension, double fraction) => Math.Max(1, (int)Math.Round(dimension * fraction));

    /// <summary>Zeroes all but k numbers; of equal magnitudes the first stay.</summary>
    /// <param name="values">changed in place</param>
    /// <param name="scratch">as long, overwritten</param>
    /// <param name="k">numbers that stay</param>
    public static void Keep<T>(Span<T> values, Span<T> scratch, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            scratch[i] = T.Abs(values[i]);
        }

        var threshold = Largest(scratch[..values.Length], k);
        var atThreshold = k;
        foreach (var value in values)
        {
            atThreshold -= T.Abs(value) > threshold ? 1 : 0;
        }

        foreach (ref var value in values)
        {
            var magnitude = T.Abs(value);
            if (magnitude < threshold || (magnitude == threshold && --atThreshold < 0))
            {
                value = T.Zero;
            }
        }
    }

    /// <summary>The k-th largest number, by quickselect; reorders.</summary>
    private static T Largest<T>(Span<T> values, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (low, high, wanted) = (0, values.Length - 1, values.Length - k);
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (wanted <= j)
            {
                high = j;
            }
            else if (wanted >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return values[wanted];
    }
}
