using Federated.Client.Peers;
using Federated.Learning.Gossip;
using Federated.Protocol;
using Grpc.Core;
using Xunit;

namespace Federated.Client.Tests.Peers;

/// <summary>A step counts at both ends of a link or at neither, whenever the connection breaks.</summary>
public sealed class LinkTests
{
    private const int Rounds = 3;
    private const int Steps = 2;

    [Fact]
    public async Task Wherever_a_connection_breaks_every_step_counts_at_both_ends()
    {
        var all = await Run(cutAfter: int.MaxValue);
        Assert.True(all > 4 * Rounds * Steps, $"{all} messages.");
        for (var cutAfter = 0; cutAfter <= all; cutAfter++)
        {
            await Run(cutAfter);
        }
    }

    [Fact]
    public async Task A_connection_that_breaks_again_and_again_changes_nothing()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var chance = new Random(seed);
            var (initiator, responder) = (new LinkEnd(LinkRole.Initiator, Rounds, Steps), new LinkEnd(LinkRole.Responder, Rounds, Steps));
            await Drive(initiator, responder, chance, wire => chance.Next(12) == 0, () => { });

            RequireCounted(initiator, responder);
        }
    }

    [Fact]
    public async Task Deadlines_and_broken_connections_never_make_a_step_count_at_one_end_only()
    {
        var (counted, lost) = (0, 0);
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            var (one, other) = (new FiredTime(), new FiredTime());
            var initiator = new LinkEnd(LinkRole.Initiator, Rounds, Steps, TimeSpan.FromSeconds(10), one);
            var responder = new LinkEnd(LinkRole.Responder, Rounds, Steps, TimeSpan.FromSeconds(10), other);
            await Drive(initiator, responder, chance, wire => chance.Next(15) == 0, () =>
            {
                if (chance.Next(25) == 0)
                {
                    (chance.Next(2) == 0 ? one : other).Fire();
                }
            });

            foreach (var (key, outcome) in initiator.Outcomes)
            {
                var there = responder.Outcomes[key];
                Assert.True(outcome.HasValue == there.HasValue, $"Seed {seed}, round {key.Round}, step {key.Step}: {outcome} at one end, {there} at the other.");
                Assert.True(outcome is null || (outcome == LinkEnd.Value(1, key) && there == LinkEnd.Value(0, key)));
                Assert.True(outcome is null || key.Step == 0 || initiator.Outcomes[key with { Step = key.Step - 1 }].HasValue, "A link came back in the middle of a round.");
                (counted, lost) = (counted + (outcome.HasValue ? 1 : 0), lost + (outcome.HasValue ? 0 : 1));
            }
        }

        Assert.True(counted > 500 && lost > 100, $"{counted} steps counted, {lost} did not: too one-sided for a test.");
    }

    [Fact]
    public async Task After_Ready_only_the_other_end_decides()
    {
        var time = new FiredTime();
        var (initiator, responder) = (new LinkEnd(LinkRole.Initiator, 1, 1), new LinkEnd(LinkRole.Responder, 1, 1, TimeSpan.FromSeconds(10), time));
        var wire = new LinkWire(initiator.Link, responder.Link);
        await Begin(initiator, responder, wire);
        await DeliverAll(wire, 0);
        time.Fire();
        await responder.Advance();
        Assert.Empty(responder.Outcomes);

        // The decision is lost, and said again over the next connection.
        await DeliverAll(wire, 1);
        await Settle(initiator);
        wire.Cut();
        wire.Connect();
        await DeliverAll(wire, 0);
        await Settle(responder);
        RequireCounted(initiator, responder);
    }

    [Fact]
    public async Task A_host_that_is_gone_for_good_takes_what_was_not_decided_with_it()
    {
        var (initiator, responder) = (new LinkEnd(LinkRole.Initiator, 1, 1), new LinkEnd(LinkRole.Responder, 1, 1));
        var wire = new LinkWire(initiator.Link, responder.Link);
        await Begin(initiator, responder, wire);
        await DeliverAll(wire, 0);
        responder.Link.Close();
        await Settle(responder);

        Assert.Null(Assert.Single(responder.Outcomes).Value);
    }

    [Fact]
    public async Task Who_is_rounds_behind_is_told_where_the_others_are()
    {
        var time = new FiredTime();
        var initiator = new LinkEnd(LinkRole.Initiator, 9, 1, TimeSpan.FromSeconds(10), time);
        var responder = new LinkEnd(LinkRole.Responder, 9, 1, TimeSpan.FromSeconds(10), new FiredTime());
        var wire = new LinkWire(initiator.Link, responder.Link);
        wire.Connect();
        for (var round = 0; round < 5; round++)
        {
            await initiator.Advance();
            time.Fire();
            await Settle(initiator, round + 1);
        }

        await initiator.Advance();
        await DeliverAll(wire, 0);

        var behind = await Assert.ThrowsAsync<FellBehindException>(responder.Advance);
        Assert.Equal(5, behind.Round);
    }

    [Fact]
    public void Messages_that_make_no_sense_are_refused()
    {
        var end = new LinkEnd(LinkRole.Responder, 1, 1);
        var outbox = System.Threading.Channels.Channel.CreateUnbounded<IEnumerable<LinkMessage>>().Writer;
        end.Link.Attach(new Hello(), outbox);
        var step = new StepMark { Round = 1 };
        LinkMessage[] senseless =
        [
            new() { Message = new NodeMessage { Step = step, Node = 7, Length = 12 } },
            new() { Message = new NodeMessage { Step = step, Node = 0, Length = 16 } },
            new() { Message = new NodeMessage { Step = step, Node = 0, Length = -4 } },
            new() { Ready = step },
            new() { Sent = new StepMark { Round = 2 } },
            new() { Sent = new StepMark { Round = 0 } },
            new() { Decision = new Decision { Step = new StepMark { Round = 1, Step = -1 } } },
            new() { Hello = new Hello() },
            new(),
        ];

        Assert.All(senseless, message => Assert.Equal(
            StatusCode.InvalidArgument, Assert.Throws<RpcException>(() => end.Link.Hear(message, outbox)).StatusCode));
    }

    [Fact]
    public async Task Where_everybody_counts_no_step_is_given_up()
    {
        var end = new LinkEnd(LinkRole.Responder, 2, 1);
        var outbox = System.Threading.Channels.Channel.CreateUnbounded<IEnumerable<LinkMessage>>().Writer;
        end.Link.Attach(new Hello(), outbox);
        await end.Advance();
        var vector = Framing.Hash(new byte[12]);
        LinkMessage[] forbidden =
        [
            new() { Decision = new Decision { Step = new StepMark { Round = 1 } } },
            new() { Message = new NodeMessage { Step = new StepMark { Round = 2 }, Node = 0, Length = 12, Sha256 = vector } },
        ];

        Assert.All(forbidden, message => Assert.Equal(
            StatusCode.FailedPrecondition, Assert.Throws<RpcException>(() => end.Link.Hear(message, outbox)).StatusCode));
        Assert.Empty(end.Outcomes);
    }

    private static async Task<int> Run(int cutAfter)
    {
        var (initiator, responder) = (new LinkEnd(LinkRole.Initiator, Rounds, Steps), new LinkEnd(LinkRole.Responder, Rounds, Steps));
        var wire = await Drive(initiator, responder, new Random(1), wire => wire.Delivered == cutAfter, () => { });
        RequireCounted(initiator, responder);
        return wire.Delivered;
    }

    private static async Task<LinkWire> Drive(LinkEnd initiator, LinkEnd responder, Random chance, Func<LinkWire, bool> isCut, Action tick)
    {
        var wire = new LinkWire(initiator.Link, responder.Link);
        var wasCutAt = -1;
        for (var idle = 0; !initiator.IsDone || !responder.IsDone; idle++)
        {
            Assert.True(idle < 100_000, $"Stuck after {initiator.Outcomes.Count} and {responder.Outcomes.Count} steps.");
            if (!wire.IsConnected)
            {
                wire.Connect();
            }

            await initiator.AdvanceAnyway();
            await responder.AdvanceAnyway();
            wire.Deliver(chance.Next(2));
            tick();
            if (wire.Delivered != wasCutAt && isCut(wire))
            {
                wasCutAt = wire.Delivered;
                wire.Cut();
            }
        }

        return wire;
    }

    private static void RequireCounted(LinkEnd initiator, LinkEnd responder)
    {
        Assert.All(initiator.Outcomes, outcome => Assert.Equal(LinkEnd.Value(1, outcome.Key), outcome.Value));
        Assert.All(responder.Outcomes, outcome => Assert.Equal(LinkEnd.Value(0, outcome.Key), outcome.Value));
    }

    private static async Task Begin(LinkEnd initiator, LinkEnd responder, LinkWire wire)
    {
        wire.Connect();
        await initiator.Advance();
        await responder.Advance();
    }

    private static async Task DeliverAll(LinkWire wire, int from)
    {
        while (wire.Deliver(from))
        {
            await Task.Yield();
        }
    }

    private static async Task Settle(LinkEnd end, int outcomes = 1)
    {
        for (var tries = 0; end.Outcomes.Count < outcomes; tries++)
        {
            Assert.True(tries < 100_000, "Nothing was decided.");
            await end.Advance();
        }
    }
}
