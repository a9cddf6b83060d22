using System.Buffers;
using System.Buffers.Binary;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// A sealed round as bytes, little-endian: round (8), alpha (4), decay (4), flags (1: bit 0 = has an agreed hash), agreed hash (8, if any), coefficients
/// as count (1) and their bits (4 each), then three lists, each a count (2) and its items: machines as id (2), count (2), codes; joining ids (2); leaving ids (2). Nothing may follow.
/// </summary>
public static class SealedRoundCodec
{
    private const byte HasHash = 1;

    /// <summary>Writes a round.</summary>
    public static byte[] Encode(SealedRound round)
    {
        var writer = new Writer();
        writer.UInt64((ulong)round.Round);
        writer.UInt32(BitConverter.SingleToUInt32Bits(round.Alpha));
        writer.UInt32(BitConverter.SingleToUInt32Bits(round.Decay));
        writer.Bytes([round.AgreedHash is null ? (byte)0 : HasHash]);
        if (round.AgreedHash is { } hash)
        {
            writer.UInt64(hash);
        }

        writer.Bytes([checked((byte)round.Coefficients.Count)]);
        foreach (var coefficient in round.Coefficients)
        {
            writer.UInt32(BitConverter.SingleToUInt32Bits(coefficient));
        }

        writer.UInt16(round.Machines.Count);
        foreach (var machine in round.Machines)
        {
            writer.UInt16(machine.Machine);
            writer.UInt16(machine.Codes.Length);
            writer.Bytes(machine.Codes);
        }

        writer.Ids(round.Joining);
        writer.Ids(round.Leaving);
        return writer.ToArray();
    }

    /// <summary>Reads a round; lists are no longer than what is there.</summary>
    /// <exception cref="FormatException">it is not one, says why</exception>
    public static SealedRound Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        var number = reader.UInt64();
        var alpha = BitConverter.UInt32BitsToSingle(reader.UInt32());
        var decay = BitConverter.UInt32BitsToSingle(reader.UInt32());
        var flags = reader.Bytes(1)[0];
        Require(number < 1ul << 56, "its number is out of range");
        Require(alpha == 0.0f || (float.IsFinite(alpha) && alpha >= SealedRound.SmallestStep), "its step size is out of range");
        Require(decay is > 0.0f and <= 1.0f, "its decay is out of range");
        Require(flags <= HasHash, "it has flags of a later version");
        ulong? hash = (flags & HasHash) != 0 ? reader.UInt64() : null;
        var coefficients = new float[reader.Bytes(1)[0]];
        for (var i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = BitConverter.UInt32BitsToSingle(reader.UInt32());
        }

        var machines = new SealedBytes[reader.UInt16()];
        for (var i = 0; i < machines.Length; i++)
        {
            var id = (ushort)reader.UInt16();
            machines[i] = new SealedBytes(id, reader.Bytes(reader.UInt16()).ToArray());
        }

        var round = new SealedRound
        {
            Round = (long)number,
            Alpha = alpha,
            Decay = decay,
            AgreedHash = hash,
            Coefficients = coefficients,
            Machines = machines,
            Joining = reader.Ids(),
            Leaving = reader.Ids(),
        };
        Require(reader.IsAtEnd, "something follows its end");
        Require(coefficients.All(float.IsFinite), "it has a coefficient that is not finite");
        Require(IsAscending([.. machines.Select(machine => machine.Machine)]), "its machines are not in ascending order");
        Require(IsAscending(round.Joining) && IsAscending(round.Leaving), "its joining or leaving machines are not in ascending order");
        return round;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException(otherwise);
        }
    }

    private static bool IsAscending(IReadOnlyList<ushort> ids) => Enumerable.Range(1, Math.Max(0, ids.Count - 1)).All(i => ids[i] > ids[i - 1]);

    private sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

        public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

        public void UInt16(int value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), checked((ushort)value));
            _buffer.Advance(2);
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
            _buffer.Advance(4);
        }

        public void UInt64(ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
            _buffer.Advance(8);
        }

        public void Ids(IReadOnlyList<ushort> ids)
        {
            UInt16(ids.Count);
            foreach (var id in ids)
            {
                UInt16(id);
            }
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Bytes(int count)
        {
            Require(count <= _rest.Length, "it ends too early");
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

        public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

        public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

        public ushort[] Ids()
        {
            var count = UInt16();
            Require(2 * count <= _rest.Length, "it ends too early");
            var ids = new ushort[count];
            for (var i = 0; i < count; i++)
            {
                ids[i] = (ushort)UInt16();
            }

            return ids;
        }
    }
}
