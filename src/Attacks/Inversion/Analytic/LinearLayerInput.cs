using System.Numerics;

namespace Federated.Attacks.Inversion.Analytic;

/// <summary>
/// What went into a linear layer z = W h + b, in closed form: dW = sum_i e_i h_i^T and db = sum_i e_i, so that for one sample every row gives
/// h = dW_r / db_r exactly, whatever the loss behind it and however many steps were summed. Rows with db_r = 0 were inactive and give nothing.
/// </summary>
internal static class LinearLayerInput
{
    /// <summary>The input of one sample, from the row with the largest |db_r|.</summary>
    /// <param name="weight">dW, [units, inputs] row by row, up to a factor</param>
    /// <param name="bias">db, [units], up to the same factor</param>
    /// <returns>null if db is zero throughout</returns>
    public static T[]? Recover<T>(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var best = 0;
        for (var r = 1; r < bias.Length; r++)
        {
            best = T.Abs(bias[r]) > T.Abs(bias[best]) ? r : best;
        }

        return T.IsZero(bias[best]) ? null : Row(weight, bias, best);
    }

    /// <summary>The mixture of inputs that a row gives; exact for sample i only if no other one activates the row.</summary>
    /// <param name="weight">dW, [units, inputs] row by row</param>
    /// <param name="bias">db, [units]</param>
    /// <param name="row">with db_r != 0</param>
    public static T[] Row<T>(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = weight.Length / bias.Length;
        var result = new T[inputs];
        for (var j = 0; j < inputs; j++)
        {
            result[j] = weight[(row * inputs) + j] / bias[row];
        }

        return result;
    }
}
