using Federated.Learning;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>What is wrong is refused with a reason, what is repeated counts once, and the run goes on to the right model.</summary>
public sealed class SubmissionTests
{
    /// <summary>Rounds times cohort.</summary>
    private const int Pieces = 6;

    [Fact]
    public async Task Spoiled_submissions_are_refused_and_the_right_one_still_counts()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        for (var i = 0; i < Pieces; i++)
        {
            var right = await node.TrainAsync(await node.TaskAsync());
            await Refused(StatusCode.InvalidArgument, () => node.SubmitAsync());
            await Refused(StatusCode.InvalidArgument, () => node.SubmitAsync(right.Messages[1]));
            await Refused(StatusCode.InvalidArgument, () => node.SubmitAsync(right.With(header => header.Up -= 4).Messages));
            await Refused(StatusCode.InvalidArgument, () => node.SubmitAsync(right.With(header => header.Kept = long.MaxValue).Messages));
            await Refused(StatusCode.InvalidArgument, () => node.SubmitAsync(right.With(header => (header.Up, header.Kept) = (-1, header.Up + header.Kept + 1)).Messages));
            await Refused(StatusCode.Unauthenticated, () => node.SubmitAsync(right.With(header => header.Session = "nobody").Messages));
            await Refused(StatusCode.DataLoss, () => node.SubmitAsync(right.With(header => header.Sha256 = ByteString.CopyFrom(new byte[32])).Messages));
            await Refused(StatusCode.DataLoss, () => node.SubmitAsync(right.With(header => header.Sha256 = ByteString.Empty).Messages));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync(right.First, right.Piece(100..200, 100)));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync(right.First, right.Piece(0..100, 0), right.Piece(200..300, 200)));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync(right.First, right.Piece(0..100, -1)));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync(right.First, right.First));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync([.. right.Messages, right.Piece(0..1, right.Bytes.Length)]));
            await Refused(StatusCode.OutOfRange, () => node.SubmitAsync(right.First, Oversize));

            Assert.True((await node.SubmitAsync(right.Messages)).Accepted);
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task A_broken_submission_goes_on_where_it_stopped()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        for (var i = 0; i < Pieces; i++)
        {
            var task = await node.TaskAsync();
            var right = await node.TrainAsync(task);
            await Refused(StatusCode.DataLoss, () => node.SubmitAsync(right.First, right.Piece(0..1000, 0)));
            Assert.Equal(1000, await node.ArrivedAsync(task.Lease));

            // What has come is passed over, even if it comes differently.
            await Refused(StatusCode.DataLoss, () => node.SubmitAsync(right.First, right.Piece(500..1000, 0)));
            Assert.Equal(1000, await node.ArrivedAsync(task.Lease));

            Assert.True((await node.SubmitAsync(right.First, right.Piece(900.., 900))).Accepted);
            Assert.Equal(0, await node.ArrivedAsync(task.Lease));
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task A_header_that_lied_does_not_spoil_the_next()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        for (var i = 0; i < Pieces; i++)
        {
            var right = await node.TrainAsync(await node.TaskAsync());
            var lie = right.With(header => header.Sha256 = ByteString.CopyFrom(new byte[32]));
            await Refused(StatusCode.DataLoss, () => node.SubmitAsync(lie.First, lie.Piece(0..100, 0)));

            Assert.True((await node.SubmitAsync(right.Messages)).Accepted);
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task A_submission_that_is_sent_again_is_acknowledged_and_counts_once()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        for (var i = 0; i < Pieces; i++)
        {
            var right = await node.TrainAsync(await node.TaskAsync());
            Assert.True((await node.SubmitAsync(right.Messages)).Accepted);
            if (i % 3 < 2)
            {
                Assert.True((await node.SubmitAsync(right.Messages)).Accepted);
                Assert.True((await node.SubmitAsync(right.With(header => header.Finite = false).Messages)).Accepted);
            }
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task A_submission_for_a_lost_lease_is_turned_down()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        Submission lost;
        await using (var leaving = await DirectNode.JoinAsync(run.Service))
        {
            lost = await leaving.TrainAsync(await leaving.TaskAsync());
        }

        await using var node = await DirectNode.JoinAsync(run.Service);
        var stolen = lost.With(header => header.Session = node.Session);
        await Refused(StatusCode.Unauthenticated, () => node.SubmitAsync(lost.Messages));
        Assert.False((await node.SubmitAsync(stolen.Messages)).Accepted);
        for (var i = 0; i < Pieces; i++)
        {
            Assert.True((await node.SubmitAsync((await node.TrainAsync(await node.TaskAsync())).Messages)).Accepted);
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task A_submission_that_is_replayed_in_a_later_round_is_not_used()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        Submission? old = null;
        for (var i = 0; i < Pieces; i++)
        {
            var right = await node.TrainAsync(await node.TaskAsync());
            if (i >= Pieces / 2)
            {
                Assert.False((await node.SubmitAsync(old!.Messages)).Accepted);
            }

            Assert.True((await node.SubmitAsync(right.Messages)).Accepted);
            old ??= right;
        }

        await run.RequireRightModelAsync();
    }

    [Fact]
    public async Task Who_does_not_know_the_token_or_speaks_another_version_stays_outside()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        Assert.Contains("token", (await Assert.ThrowsAsync<InputException>(() => run.WorkAsync(token: null))).Message, StringComparison.Ordinal);
        Assert.Contains("token", (await Assert.ThrowsAsync<InputException>(() => run.WorkAsync(token: "another"))).Message, StringComparison.Ordinal);
        foreach (var version in new[] { int.MinValue, 0, ProtocolVersion.Current + 1 })
        {
            await Refused(StatusCode.FailedPrecondition, () => run.Service.Join(new JoinRequest { Version = version, Token = LiveRun.Token, Slots = 1 }, new FakeCall()));
        }

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    [Fact]
    public async Task Messages_that_are_too_long_are_not_read()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        using var channel = GrpcChannel.ForAddress(run.Address);
        using var call = new Device.DeviceClient(channel).Submit();
        var huge = new SubmitRequest { Chunk = new Chunk { Data = ByteString.CopyFrom(new byte[3 * Framing.LargestChunk]) } };

        // How much of it is sent before the answer comes is left to chance; the answer counts.
        _ = call.RequestStream.WriteAsync(huge).ContinueWith(static sent => sent.Exception, TaskScheduler.Default);
        await Refused(StatusCode.ResourceExhausted, () => call.ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30)));
        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    private static SubmitRequest Oversize => new() { Chunk = new Chunk { Data = ByteString.CopyFrom(new byte[Framing.LargestChunk + 1]) } };

    private static async Task Refused(StatusCode code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
}
