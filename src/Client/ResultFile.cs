using System.Buffers.Binary;
using System.Security.Cryptography;
using Federated.Learning.Files;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Client;

/// <summary>
/// A result as a file: SHA-256 of the rest, length of the header (int32, little-endian), the header, the bytes that go up and are kept.
/// </summary>
internal static class ResultFile
{
    /// <summary>Longest header that is read; real ones are below 200 bytes.</summary>
    private const int LongestHeader = 1 << 16;

    /// <summary>Writes beside the file and renames.</summary>
    public static void Write(string path, Result result) => WholeFile.Write(path, stream =>
    {
        var header = result.Header.ToByteArray();
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        stream.Write(Hash(length, header, result.Bytes));
        stream.Write(length);
        stream.Write(header);
        stream.Write(result.Bytes);
    });

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not whole, or was changed.</exception>
    public static Result Read(string path)
    {
        using var stream = File.OpenRead(path);
        var hash = Take(stream, SHA256.HashSizeInBytes);
        var length = Take(stream, sizeof(int));
        if (BinaryPrimitives.ReadInt32LittleEndian(length) is not (>= 0 and <= LongestHeader and var headerLength))
        {
            throw new InvalidDataException("the header's length is impossible");
        }

        var header = Take(stream, headerLength);
        var bytes = Take(stream, stream.Length - stream.Position);
        return Hash(length, header, bytes).AsSpan().SequenceEqual(hash)
            ? new Result(SubmitHeader.Parser.ParseFrom(header), bytes)
            : throw new InvalidDataException("the content does not have its hash");
    }

    private static byte[] Take(FileStream stream, long count)
    {
        if (count > stream.Length - stream.Position || count > Array.MaxLength)
        {
            throw new InvalidDataException($"{stream.Length - stream.Position} bytes are left; expected {count}");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Hash(byte[] length, byte[] header, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(length);
        hash.AppendData(header);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }
}
