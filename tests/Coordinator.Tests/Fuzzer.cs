using Federated.Learning.Randomness;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Federated.Coordinator.Tests;

/// <summary>Calls every method with random messages and with right ones of which some bytes are changed.</summary>
/// <param name="service">what is called</param>
/// <param name="log">what is called for sealed rounds</param>
/// <param name="session">a session that is alive</param>
/// <param name="lease">a lease that it holds</param>
/// <param name="vector">hash of something that can be fetched</param>
/// <param name="seed">decides everything</param>
internal sealed class Fuzzer(DeviceService service, LogService log, string session, long lease, ByteString vector, ulong seed)
{
    private KeyedStream _chance = new(seed, Purpose.Cohort);

    /// <summary>Refusals by their codes.</summary>
    public Dictionary<StatusCode, int> Refusals { get; } = [];

    /// <summary>Makes one call; refusals are counted, anything else that is thrown is passed on.</summary>
    public async Task CallAsync()
    {
        try
        {
            await Next();
        }
        catch (RpcException error)
        {
            Refusals[error.StatusCode] = Refusals.GetValueOrDefault(error.StatusCode) + 1;
        }
        catch (InvalidProtocolBufferException)
        {
            // Changed bytes are not always a message: the transport refuses those.
        }
    }

    private Task Next() => _chance.NextInt32(8) switch
    {
        0 => service.Join(Mutated(new JoinRequest { Version = Version(), Name = Text(), Token = Text(), Slots = (int)Number() }), new FakeCall()),
        1 => service.Tasks(Mutated(new TasksRequest { Session = Text() }), new ChannelStreamWriter<Event>(), new FakeCall()),
        2 => service.Heartbeat(Mutated(new HeartbeatRequest { Session = Session() }), new FakeCall()),
        3 => service.Fetch(Mutated(new FetchRequest { Session = Session(), Sha256 = Hash(), Offset = Number() }), new ChannelStreamWriter<Chunk>(), new FakeCall()),
        4 => service.Resume(Mutated(new ResumeRequest { Session = Session(), Lease = Lease() }), new FakeCall()),
        5 => log.Seals(Mutated(new SealsRequest { Session = Session(), From = Number(), Until = Number() }), new ChannelStreamWriter<Seal>(), new FakeCall()),
        6 => log.Report(Mutated(new ReportRequest { Session = Session(), Rounds = Number(), Hash = _chance.NextUInt64() }), new FakeCall()),
        _ => service.Submit(new ListReader<SubmitRequest>([.. Enumerable.Range(0, _chance.NextInt32(5)).Select(Part)]), new FakeCall()),
    };

    private SubmitRequest Part(int position) => Mutated(position == 0 && _chance.NextInt32(8) > 0 ? new SubmitRequest { Header = Header() } : Piece());

    private SubmitHeader Header() => new()
    {
        Session = Session(),
        Lease = Lease(),
        MeanLoss = BitConverter.UInt64BitsToDouble(_chance.NextUInt64()),
        Steps = (int)Number(),
        Finite = _chance.NextInt32(2) == 0,
        Up = Number(),
        Kept = _chance.NextInt32(2) == 0 ? 0 : Number(),
        Sha256 = Bytes(32),
    };

    private SubmitRequest Piece() => _chance.NextInt32(8) == 0
        ? new SubmitRequest()
        : new SubmitRequest { Chunk = new Chunk { Offset = Number(), Data = Bytes(_chance.NextInt32(40)) } };

    /// <summary>Most messages stay as they are; of others a byte or a few are changed.</summary>
    private T Mutated<T>(T message)
        where T : IMessage<T>, new()
    {
        if (_chance.NextInt32(3) > 0 || message.CalculateSize() == 0)
        {
            return message;
        }

        var bytes = message.ToByteArray();
        for (var i = _chance.NextInt32(3); i >= 0; i--)
        {
            bytes[_chance.NextInt32(bytes.Length)] ^= (byte)(1 << _chance.NextInt32(8));
        }

        var changed = new T();
        changed.MergeFrom(bytes);
        return changed;
    }

    private int Version() => _chance.NextInt32(2) == 0 ? ProtocolVersion.Current : (int)Number();

    private string Session() => _chance.NextInt32(4) == 0 ? Text() : session;

    private long Lease() => _chance.NextInt32(3) == 0 ? Number() : lease;

    private ByteString Hash() => _chance.NextInt32(2) == 0 ? vector : Bytes(_chance.NextInt32(40));

    private string Text() => _chance.NextInt32(4) switch
    {
        0 => "",
        1 => LiveRun.Token,
        2 => new string('x', _chance.NextInt32(400)),
        _ => Convert.ToHexStringLower(Bytes(16).Span),
    };

    private ByteString Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)_chance.NextInt32(256);
        }

        return ByteString.CopyFrom(bytes);
    }

    private long Number() => _chance.NextInt32(6) switch
    {
        0 => 0,
        1 => 1,
        2 => -1,
        3 => long.MaxValue,
        4 => _chance.NextInt32(100_000),
        _ => (long)_chance.NextUInt64(),
    };
}
