using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Sealed rounds on disk, in order, each chained to all before it: a record is its length (4) and the CRC-32 of that (4), the encoded round, and
/// SHA-256(chain of the record before, encoded round). A record that a crash left unfinished is cut off when the log is opened for writing; anything
/// else that does not fit is refused, never applied.
/// </summary>
public sealed class SealedLog : IDisposable
{
    private const int Prefix = 8;
    private const int ChainBytes = 32;
    private const int MostBytes = 1 << 26;

    private readonly FileStream _file;
    private byte[] _chain;
    private long _payloadBits;

    private SealedLog(FileStream file, LogHeader header, byte[] chain)
    {
        (_file, Header, _chain) = (file, header, chain);
    }

    /// <summary>What the log is about.</summary>
    public LogHeader Header { get; }

    /// <summary>Rounds in the log: the next has this number.</summary>
    public long Rounds { get; private set; }

    /// <summary>Bytes of gradients in the log, were their bits sent one after the other.</summary>
    public long PayloadBytes => (_payloadBits + 7) / 8;

    /// <summary>Bytes of an unfinished record that were cut off.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Chain value of the last record, lower-case hex: equal logs have equal ones.</summary>
    public string Chain => Convert.ToHexStringLower(_chain);

    /// <summary>Begins a log.</summary>
    /// <exception cref="InputException">The file exists.</exception>
    public static SealedLog Create(string path, LogHeader header)
    {
        if (File.Exists(path))
        {
            throw new InputException($"{path}: the file exists; expected a new one");
        }

        var bytes = LogHeaderCodec.Encode(header);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return new SealedLog(file, header, SHA256.HashData(bytes));
    }

    /// <summary>Opens a log to go on with it: checks it, cuts off an unfinished last record.</summary>
    /// <param name="path">the log</param>
    /// <param name="expected">what it has to be about; null: anything</param>
    /// <param name="rounds">number of rounds to keep, those after them are cut off; null: all</param>
    /// <exception cref="InputException">not a log, of something else, damaged, or too short</exception>
    public static SealedLog Open(string path, LogHeader? expected, long? rounds = null)
    {
        var log = Begin(path, expected, FileAccess.ReadWrite);
        try
        {
            log.CutAfter(rounds);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Reads a log round by round, checking each before it is handed out. An unfinished last record is left out.</summary>
    /// <param name="path">the log</param>
    /// <param name="expected">what it has to be about; null: anything</param>
    /// <exception cref="InputException">not a log, of something else, or damaged; rounds before the damage have been handed out</exception>
    public static IEnumerable<SealedRound> Read(string path, LogHeader? expected)
    {
        using var log = Begin(path, expected, FileAccess.Read);
        foreach (var round in log.ReadOn())
        {
            yield return round;
        }
    }

    /// <summary>Checks a log from its beginning to its end; does not change it.</summary>
    /// <exception cref="InputException">not a log, or damaged</exception>
    public static LogCheck Check(string path)
    {
        using var log = Begin(path, null, FileAccess.Read);
        var scheme = log.Header.Scheme;
        var machines = new HashSet<ushort>();
        var absent = 0L;
        foreach (var round in log.ReadOn())
        {
            machines.UnionWith(round.Machines.Select(machine => machine.Machine));
            absent += ((long)round.Machines.Count * scheme.Samples) - scheme.ValidSamples(round);
        }

        return new LogCheck(log.Header, log.Rounds, machines.Count, log.PayloadBytes, absent, log._file.Length - log._file.Position, log.Chain);
    }

    /// <summary>Adds the next round; it is on disk when this returns.</summary>
    /// <exception cref="ArgumentException">It is not the next.</exception>
    public void Append(SealedRound round)
    {
        if (round.Round != Rounds)
        {
            throw new ArgumentException($"round {round.Round} does not follow; expected round {Rounds}", nameof(round));
        }

        var content = SealedRoundCodec.Encode(round);
        var chain = Link(content);
        var record = new byte[Prefix + content.Length + ChainBytes];
        WritePrefix(record, content.Length);
        content.CopyTo(record, Prefix);
        chain.CopyTo(record, Prefix + content.Length);
        _file.Write(record);
        _file.Flush(flushToDisk: true);
        Follow(chain, round);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SealedLog Begin(string path, LogHeader? expected, FileAccess access)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file; expected a log of sealed rounds");
        }

        var file = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite);
        try
        {
            var bytes = new byte[LogHeaderCodec.Bytes];
            var header = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? LogHeaderCodec.Decode(bytes) : null;
            var problem = header is null
                ? "it does not begin as one"
                : expected is null ? null : header.Difference(expected);
            return problem is null
                ? new SealedLog(file, header!, SHA256.HashData(bytes))
                : throw new InputException($"{path}: not the log of sealed rounds that is needed: {problem}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void CutAfter(long? rounds)
    {
        using var records = ReadOn().GetEnumerator();
        while (Rounds != rounds && records.MoveNext())
        {
        }

        if (Rounds < rounds)
        {
            throw new InputException($"{_file.Name}: the log ends after {Rounds} rounds; expected at least {rounds}");
        }

        CutBytes = _file.Length - _file.Position;
        _file.SetLength(_file.Position);
    }

    private static void WritePrefix(Span<byte> record, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32.HashToUInt32(record[..4]));
    }

    /// <summary>Hands out complete records; stands after the last of them at the end.</summary>
    private IEnumerable<SealedRound> ReadOn()
    {
        var prefix = new byte[Prefix];
        while (_file.Length - _file.Position >= Prefix)
        {
            var start = _file.Position;
            _file.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            var sum = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(4));
            if (sum != Crc32.HashToUInt32(prefix.AsSpan(0, 4)) || length is < 0 or > MostBytes)
            {
                throw Damaged("its length does not match its checksum");
            }

            if (_file.Length - _file.Position < length + ChainBytes)
            {
                _file.Position = start;
                yield break;
            }

            yield return ReadRecord(length);
        }
    }

    private SealedRound ReadRecord(int length)
    {
        var content = new byte[length];
        var chain = new byte[ChainBytes];
        _file.ReadExactly(content);
        _file.ReadExactly(chain);
        var expected = Link(content);
        if (!chain.AsSpan().SequenceEqual(expected))
        {
            throw Damaged("its content does not match the chain of records");
        }

        try
        {
            var round = SealedRoundCodec.Decode(content);
            if (round.Round != Rounds)
            {
                throw Damaged($"it calls itself round {round.Round}");
            }

            Follow(chain, round);
            return round;
        }
        catch (FormatException error)
        {
            throw Damaged(error.Message);
        }
    }

    private void Follow(byte[] chain, SealedRound round) =>
        (_chain, Rounds, _payloadBits) = (chain, Rounds + 1, _payloadBits + Header.Scheme.PayloadBits(round));

    private InputException Damaged(string why) =>
        new($"{_file.Name}: the record of round {Rounds} is damaged: {why}; the {Rounds} rounds before it are good");

    private byte[] Link(byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_chain);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}
