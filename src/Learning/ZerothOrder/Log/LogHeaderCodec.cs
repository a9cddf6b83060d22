using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Federated.Learning.ZerothOrder;

/// <summary>The beginning of a log: magic (8), run key (8), parameters (8), genesis hash (8), layout hash (32), scheme (12), SHA-256 of all that (32).</summary>
internal static class LogHeaderCodec
{
    /// <summary>Length of a header.</summary>
    public const int Bytes = Content + 32;

    private const int Content = 76;

    private const int SchemeAt = 64;

    private static ReadOnlySpan<byte> Magic => "FEDSEAL2"u8;

    public static byte[] Encode(LogHeader header)
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), header.RunKey);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), header.Dimension);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), header.GenesisHash);
        Convert.FromHexString(header.LayoutHash).CopyTo(bytes, 32);
        Encode(header.Scheme, bytes.AsSpan(SchemeAt));
        SHA256.HashData(bytes.AsSpan(0, Content), bytes.AsSpan(Content));
        return bytes;
    }

    /// <returns>null if it is not a header, or damaged</returns>
    public static LogHeader? Decode(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic) || !SHA256.HashData(bytes[..Content]).AsSpan().SequenceEqual(bytes[Content..]))
        {
            return null;
        }

        var scheme = DecodeScheme(bytes[SchemeAt..]);
        var isKnown = Enum.IsDefined(scheme.Code) && Enum.IsDefined(scheme.Directions) && Enum.IsDefined(scheme.Sharing) && Enum.IsDefined(scheme.Update);
        return isKnown && scheme.Candidates >= 0
            ? new LogHeader(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
                Convert.ToHexStringLower(bytes.Slice(32, 32)),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
                scheme)
            : null;
    }

    /// <summary>Code (1), bias (1), directions (1), sharing (1), update (1), nothing (1), samples (2), candidates (4).</summary>
    private static void Encode(SealedScheme scheme, Span<byte> bytes)
    {
        bytes[0] = (byte)scheme.Code;
        bytes[1] = checked((byte)scheme.Bias);
        bytes[2] = (byte)scheme.Directions;
        bytes[3] = (byte)scheme.Sharing;
        bytes[4] = (byte)scheme.Update;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], checked((ushort)scheme.Samples));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], scheme.Candidates);
    }

    private static SealedScheme DecodeScheme(ReadOnlySpan<byte> bytes) => new()
    {
        Code = (GradientCode)bytes[0],
        Bias = bytes[1],
        Directions = (DirectionKind)bytes[2],
        Sharing = (DirectionSharing)bytes[3],
        Update = (UpdateForm)bytes[4],
        Samples = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
        Candidates = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
    };
}
