using System.Diagnostics.Metrics;
using Federated.Coordinator.Admission;
using Federated.Coordinator.Telemetry;
using Federated.Learning;
using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Who asks for too much is held up, and the run goes on.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_node_that_has_too_many_calls_open_is_refused_until_one_ends()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var node = await DirectNode.JoinAsync(run.Service);
        var most = 2 + new CoordinatorLimits().CallsBesideSlots;

        // One is its stream of tasks.
        var open = Enumerable.Range(1, most - 1).Select(_ => run.Hosted.Enter(node.Session)).ToArray();
        await Refused(StatusCode.ResourceExhausted, () => run.Service.Heartbeat(new HeartbeatRequest { Session = node.Session }, new FakeCall()));
        open[0].Dispose();
        await run.Service.Heartbeat(new HeartbeatRequest { Session = node.Session }, new FakeCall());
        await run.Service.Heartbeat(new HeartbeatRequest { Session = node.Session }, new FakeCall());
    }

    [Fact]
    public async Task A_submission_of_which_nothing_comes_is_given_up()
    {
        using var meter = new CoordinatorMeter(() => 0);
        using var reader = new SubmissionReader(new Stalled(), TimeSpan.Zero, meter, TimeProvider.System);

        await Refused(StatusCode.DeadlineExceeded, () => reader.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_is_held_up_comes_back_and_works()
    {
        var options = new CoordinatorOptions
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Token = LiveRun.Token,
            Limits = new CoordinatorLimits { JoinBurst = 1, JoinsPerSecond = 1 },
        };
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer, options);
        var refused = 0L;
        using var listener = Listen(run, "federated.joins.refused", value => Interlocked.Add(ref refused, value));
        using (var channel = GrpcChannel.ForAddress(run.Address))
        {
            // The same address takes what there is.
            var client = new Device.DeviceClient(channel);
            await client.JoinAsync(new JoinRequest { Version = ProtocolVersion.Current, Token = LiveRun.Token, Slots = 1 });
        }

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;

        Assert.True(refused > 0, "The node was not held up.");
    }

    [Fact]
    public async Task A_token_lets_one_node_in_which_may_come_back()
    {
        var folder = Directory.CreateTempSubdirectory("federated-");
        var path = Path.Combine(folder.FullName, "tokens");
        var token = EnrolmentFile.Add(path, 1)[0];
        var options = new CoordinatorOptions { Listen = new Uri("http://127.0.0.1:0"), Enrolment = EnrolmentFile.Read(path) };
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer, options);
        await run.Service.Join(Request(token, 1), new FakeCall());

        Assert.Contains("another node", (await Assert.ThrowsAsync<InputException>(() => run.WorkAsync(token))).Message, StringComparison.Ordinal);
        await Refused(StatusCode.PermissionDenied, () => run.Service.Join(Request("guessed", 1), new FakeCall()));
        await run.Service.Join(Request(token, 1), new FakeCall());
        folder.Delete(recursive: true);
    }

    private static JoinRequest Request(string token, byte credential) => new()
    {
        Version = ProtocolVersion.Current,
        Name = "node",
        Token = token,
        Slots = 1,
        Credential = Google.Protobuf.ByteString.CopyFrom([.. Enumerable.Repeat(credential, SecretHash.CredentialBytes)]),
    };

    private static MeterListener Listen(LiveRun run, string instrument, Action<long> count)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Meter == run.Hosted.Meter.Source && published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => count(value));
        listener.Start();
        return listener;
    }

    private static async Task Refused(StatusCode code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    /// <summary>A stream of which nothing comes.</summary>
    private sealed class Stalled : IAsyncStreamReader<SubmitRequest>
    {
        public SubmitRequest Current => throw new InvalidOperationException();

        public Task<bool> MoveNext(CancellationToken cancellationToken) => new TaskCompletionSource<bool>().Task;
    }
}
