using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Whatever is sent, the answer is a reason, and the run goes on to the right model.</summary>
public sealed class FuzzTests
{
    /// <summary>Calls on each of the two kinds of runs.</summary>
    private const int Calls = 40_000;

    /// <summary>Calls over a connection on each of the two kinds of runs.</summary>
    private const int WireCalls = 12_000;

    /// <summary>Callers at the same time.</summary>
    private const int Callers = 4;

    private static readonly HashSet<StatusCode> _sensible =
    [
        StatusCode.InvalidArgument,
        StatusCode.Unauthenticated,
        StatusCode.PermissionDenied,
        StatusCode.ResourceExhausted,
        StatusCode.FailedPrecondition,
        StatusCode.NotFound,
        StatusCode.OutOfRange,
        StatusCode.DataLoss,
        StatusCode.PermissionDenied,
        StatusCode.ResourceExhausted,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_messages_are_refused_with_a_reason_and_harm_nothing(bool sharedSeed)
    {
        await using var run = await LiveRun.StartAsync(sharedSeed ? LiveRun.SharedSeed : LiveRun.WithServer);
        await using (var hostile = await DirectNode.JoinAsync(run.Service))
        {
            var task = await hostile.TaskAsync();
            var fuzzer = new Fuzzer(run.Service, run.Log, hostile.Session, task.Lease, task.Down.FirstOrDefault(Google.Protobuf.ByteString.Empty), seed: 20);
            for (var i = 0; i < Calls; i++)
            {
                await fuzzer.CallAsync();
            }

            Assert.Subset(_sensible, fuzzer.Refusals.Keys.ToHashSet());
            Assert.True(fuzzer.Refusals.Values.Sum() > Calls / 4, string.Join(", ", fuzzer.Refusals));
        }

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_bytes_on_a_connection_are_refused_with_a_reason_and_harm_nothing(bool sharedSeed)
    {
        await using var run = await LiveRun.StartAsync(sharedSeed ? LiveRun.SharedSeed : LiveRun.WithServer);
        var callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(run, (ulong)caller))));

        var answers = callers.SelectMany(caller => caller.Answers).GroupBy(answer => answer.Key, answer => answer.Value).ToDictionary(group => group.Key, group => group.Sum());
        var wrong = answers.Where(answer => answer.Key.Code is not (StatusCode.OK or StatusCode.Cancelled) && !_sensible.Contains(answer.Key.Code));
        Assert.True(!wrong.Any(), string.Join(", ", wrong));
        Assert.Equal(WireFuzzer.Methods.Select(method => method.FullName).Order(), answers.Keys.Select(key => key.Method).Distinct().Order());
        Assert.True(answers.Where(answer => answer.Key.Code != StatusCode.OK).Sum(answer => answer.Value) > WireCalls / 4, string.Join(", ", answers));

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    /// <summary>One caller, with a connection and a node's stay of its own; a stay that its own calls end is begun again.</summary>
    private static async Task<WireFuzzer> CallAsync(LiveRun run, ulong seed)
    {
        using var channel = GrpcChannel.ForAddress(run.Address);
        var reply = await new Device.DeviceClient(channel).JoinAsync(
            new JoinRequest { Version = ProtocolVersion.Current, Name = "hostile", Token = LiveRun.Token, Slots = 1 });
        using var stay = new Device.DeviceClient(channel).Tasks(new TasksRequest { Session = reply.Session });
        var fuzzer = new WireFuzzer(channel.CreateCallInvoker(), [reply.Session, LiveRun.Token, ""], lease: 1 + (long)seed, seed);
        for (var i = 0; i < WireCalls / Callers; i++)
        {
            await fuzzer.CallAsync();
        }

        return fuzzer;
    }
}
