using System.Buffers.Binary;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Projected gradients as they travel. Whatever the code, a value is an integer P times 2^-<see cref="ScaleBits"/>, so that sums are exact.
/// </summary>
/// <param name="Code">what travels</param>
/// <param name="Bias">exponent bias of bytes</param>
public readonly record struct GradientCodec(GradientCode Code, int Bias)
{
    /// <summary>A float32 is taken as a multiple of 2^-24 ...</summary>
    private const int FloatBits = 24;

    /// <summary>... and saturates at 2^15.</summary>
    private const double LargestFloat = 1 << 15;

    /// <summary>A value is P times 2 to minus this.</summary>
    public int ScaleBits => Code switch
    {
        GradientCode.Byte => Bias + 2,
        GradientCode.Float32 => FloatBits,
        _ => 0,
    };

    /// <summary>Bits that one value takes.</summary>
    public int Bits => Code switch
    {
        GradientCode.Byte => 8,
        GradientCode.Float32 => 32,
        _ => 1,
    };

    /// <summary>Writes a machine's gradients.</summary>
    /// <param name="p">projected gradients, float32; one that is not finite has no value</param>
    /// <param name="words">a random word each, for stochastic rounding of bytes; empty: to nearest</param>
    /// <returns>what is sent; nothing when signs cannot say that one of them has no value</returns>
    public byte[] Encode(ReadOnlySpan<float> p, ReadOnlySpan<uint> words)
    {
        var codes = new byte[((p.Length * Bits) + 7) / 8];
        for (var sample = 0; sample < p.Length; sample++)
        {
            switch (Code)
            {
                case GradientCode.Byte:
                    codes[sample] = words.IsEmpty ? GradientByte.Encode(p[sample], Bias) : GradientByte.EncodeStochastic(p[sample], words[sample], Bias);
                    break;
                case GradientCode.Float32:
                    BinaryPrimitives.WriteSingleLittleEndian(codes.AsSpan(4 * sample), p[sample]);
                    break;
                case GradientCode.Sign when !float.IsFinite(p[sample]):
                    return [];
                default:
                    codes[sample / 8] |= (byte)((p[sample] < 0.0f ? 1 : 0) << (sample % 8));
                    break;
            }
        }

        return codes;
    }

    /// <summary>The integer P of a machine's sample; null if it has no value or was not sent.</summary>
    /// <param name="codes">what the machine sent</param>
    /// <param name="sample">index within it</param>
    public long? Decode(ReadOnlySpan<byte> codes, int sample)
    {
        if (codes.Length * 8 < (sample + 1) * Bits)
        {
            return null;
        }

        switch (Code)
        {
            case GradientCode.Byte:
                return codes[sample] == GradientByte.Absent ? null : GradientByte.Decode(codes[sample]);
            case GradientCode.Float32:
                var p = (double)BinaryPrimitives.ReadSingleLittleEndian(codes[(4 * sample)..]);
                return double.IsFinite(p) ? (long)Math.Round(Math.ScaleB(Math.Clamp(p, -LargestFloat, LargestFloat), FloatBits)) : null;
            default:
                return ((codes[sample / 8] >> (sample % 8)) & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>Whether a sample's value is the largest that the code has.</summary>
    /// <param name="codes">what the machine sent</param>
    /// <param name="sample">index within it</param>
    public bool IsSaturated(ReadOnlySpan<byte> codes, int sample) => Decode(codes, sample) is { } p && Code switch
    {
        GradientCode.Byte => Math.Abs(p) == GradientByte.MaxP,
        GradientCode.Float32 => Math.Abs(p) == (long)Math.ScaleB(LargestFloat, FloatBits),
        _ => false,
    };
}
