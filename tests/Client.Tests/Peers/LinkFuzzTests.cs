using System.Threading.Channels;
using Federated.Client.Peers;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Federated.Client.Tests.Peers;

/// <summary>Whatever a host says, a link refuses it with a reason or makes sense of it, and goes on with the next connection.</summary>
public sealed class LinkFuzzTests
{
    private const int Messages = 40_000;
    private const int LastRound = 100_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Random_messages_are_refused_with_a_reason_and_the_link_works_afterwards(bool isInitiator)
    {
        var chance = new Random(isInitiator ? 1 : 2);
        var role = isInitiator ? LinkRole.Initiator : LinkRole.Responder;
        var end = new LinkEnd(role, LastRound, 1, TimeSpan.FromSeconds(10), new FiredTime());
        var (heard, refused) = (0, 0);
        var outbox = Connect(end);
        for (var i = 0; i < Messages; i++)
        {
            if (i % 10 == 0)
            {
                await end.AdvanceAnyway();
            }

            try
            {
                end.Link.Hear(Mutated(Random(chance), chance), outbox);
                heard++;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.DataLoss or StatusCode.FailedPrecondition)
            {
                refused++;
                end.Link.Detach(outbox);
                outbox = Connect(end);
            }
        }

        Assert.True(heard > Messages / 20 && refused > Messages / 20, $"{heard} heard, {refused} refused: too one-sided for a test.");

        // What was believed of strangers must not stand in the way of the real other end, from some later round on.
        end.Link.Detach(outbox);
        var own = isInitiator ? 0 : 1;
        var other = new Link(isInitiator ? LinkRole.Responder : LinkRole.Initiator, [own], 3, LastRound, null, TimeProvider.System);
        var wire = isInitiator ? new LinkWire(end.Link, other) : new LinkWire(other, end.Link);
        wire.Connect();
        var key = new StepKey(LastRound, 0);
        var here = end.Link.Exchange(key, [OutgoingMessage.Of(own, [1, 2, 3])], CancellationToken.None);
        var there = other.Exchange(key, [OutgoingMessage.Of(1 - own, [4, 5, 6])], CancellationToken.None);
        while (wire.Deliver(0) || wire.Deliver(1))
        {
        }

        var (arrivedHere, arrivedThere) = (await here.WaitAsync(TimeSpan.FromSeconds(30)), await there.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(6f, arrivedHere![1 - own]![2]);
        Assert.Equal(3f, arrivedThere![own]![2]);
    }

    private static ChannelWriter<IEnumerable<LinkMessage>> Connect(LinkEnd end)
    {
        var outbox = Channel.CreateUnbounded<IEnumerable<LinkMessage>>().Writer;
        end.Link.Attach(new Hello(), outbox);
        return outbox;
    }

    private static LinkMessage Random(Random chance)
    {
        var step = new StepMark { Round = chance.Next(-1, 30), Step = chance.Next(-1, 3) };
        return chance.Next(6) switch
        {
            0 => new LinkMessage { Message = new NodeMessage { Step = step, Node = chance.Next(-1, 3), Length = Pick(chance, 0, 12, 12, 12, 16, -1, long.MaxValue), Sha256 = Framing.Hash(new byte[12]) } },
            1 or 2 => new LinkMessage { Chunk = new Chunk { Offset = Pick(chance, 0, 0, 0, 4, -4, long.MaxValue), Data = ByteString.CopyFrom(new byte[Pick(chance, 0, 4, 12, 12, 13)]) } },
            3 => new LinkMessage { Sent = step },
            4 => new LinkMessage { Ready = step },
            _ => new LinkMessage { Decision = new Decision { Step = step, Commit = chance.Next(2) == 0 } },
        };
    }

    /// <summary>Every fourth has bytes that were changed, as far as they still are a message.</summary>
    private static LinkMessage Mutated(LinkMessage message, Random chance)
    {
        if (chance.Next(4) > 0)
        {
            return message;
        }

        var bytes = message.ToByteArray();
        bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
        try
        {
            return LinkMessage.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return message;
        }
    }

    private static long Pick(Random chance, params long[] values) => values[chance.Next(values.Length)];
}
