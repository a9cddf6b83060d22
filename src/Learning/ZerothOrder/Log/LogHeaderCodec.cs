using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Federated.Learning.ZerothOrder;

/// <summary>The beginning of a log: magic (8), run key (8), parameters (8), genesis hash (8), layout hash (32), SHA-256 of all that (32).</summary>
internal static class LogHeaderCodec
{
    /// <summary>Length of a header.</summary>
    public const int Bytes = Content + 32;

    private const int Content = 64;

    private static ReadOnlySpan<byte> Magic => "FEDSEAL1"u8;

    public static byte[] Encode(LogHeader header)
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), header.RunKey);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), header.Dimension);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), header.GenesisHash);
        Convert.FromHexString(header.LayoutHash).CopyTo(bytes, 32);
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

        return new LogHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            Convert.ToHexStringLower(bytes.Slice(32, 32)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }
}
