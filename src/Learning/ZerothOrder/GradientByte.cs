using Federated.Learning.Randomness;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// The one-byte code of a projected gradient: a sign, four bits of exponent, three of mantissa, saturating. Every value is an integer times
/// 2^-(bias + 2), so that sums of them are exact.
/// </summary>
public static class GradientByte
{
    /// <summary>No value: a loss was not finite, or the machine was absent. Counts for nothing.</summary>
    public const byte Absent = 0x80;

    /// <summary>The largest integer.</summary>
    public const int MaxP = 15 << 14;

    /// <summary>Exponent bias unless a run says otherwise: values from 2^-9 to 480.</summary>
    public const int DefaultBias = 7;

    private const int MantissaBits = 3;

    private const int MaxCode = 127;

    /// <summary>The integer P of a byte; 0 when absent.</summary>
    public static int Decode(byte code)
    {
        var magnitude = code & MaxCode;
        var exponent = magnitude >> MantissaBits;
        var mantissa = magnitude & 7;
        var p = exponent == 0 ? mantissa : (8 + mantissa) << (exponent - 1);
        return code > Absent ? -p : p;
    }

    /// <summary>The value of a byte, P 2^-(bias + 2).</summary>
    public static double Value(byte code, int bias = DefaultBias) => Math.ScaleB(Decode(code), -(bias + 2));

    /// <summary>The nearest byte; of two, the one with the even mantissa.</summary>
    /// <param name="p">projected gradient; <see cref="Absent"/> when not finite</param>
    /// <param name="bias">exponent bias</param>
    public static byte Encode(float p, int bias = DefaultBias)
    {
        if (!float.IsFinite(p))
        {
            return Absent;
        }

        var (code, above) = Split(p, bias);
        return Pack(p, code + (above > 0.5 || (above == 0.5 && (code & 1) == 1) ? 1 : 0));
    }

    /// <summary>One of the two bytes around a value, the upper with the probability of the distance to the lower: right in the mean.</summary>
    /// <param name="p">projected gradient; <see cref="Absent"/> when not finite</param>
    /// <param name="u">uniform over all words</param>
    /// <param name="bias">exponent bias</param>
    public static byte EncodeStochastic(float p, uint u, int bias = DefaultBias)
    {
        if (!float.IsFinite(p))
        {
            return Absent;
        }

        var (code, above) = Split(p, bias);
        return Pack(p, code + (u < (ulong)Math.ScaleB(above, 32) ? 1 : 0));
    }

    /// <summary>The word that decides a sample's stochastic rounding.</summary>
    public static uint RoundingWord(Direction direction)
    {
        var (k0, k1) = direction.Key;
        return Philox4x32.Block(0, direction.C1, direction.C2, direction.C3(CounterDomain.Rounding), k0, k1).X0;
    }

    /// <summary>The code below or at |p|, and the way from it to the next as a fraction: all exact in float64.</summary>
    private static (int Code, double Above) Split(float p, int bias)
    {
        var a = Math.Abs((double)p);
        if (a >= Math.ScaleB(15, 15 - bias - MantissaBits))
        {
            return (MaxCode, 0.0);
        }

        var y = Math.ScaleB(a, bias + 2);
        var code = 0;
        if (a >= Math.ScaleB(1, 1 - bias))
        {
            var exponent = Math.ILogB(a);
            y = (Math.ScaleB(a, -exponent) - 1.0) * 8.0;
            code = (exponent + bias) * 8;
        }

        return (code + (int)y, y - (int)y);
    }

    private static byte Pack(float p, int code)
    {
        var magnitude = Math.Min(code, MaxCode);
        return magnitude == 0 ? (byte)0 : (byte)(float.IsNegative(p) ? magnitude | Absent : magnitude);
    }
}
