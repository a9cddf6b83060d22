using Grpc.Core;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Whatever is sent, the answer is a reason, and the run goes on to the right model.</summary>
public sealed class FuzzTests
{
    /// <summary>Calls on each of the two kinds of runs.</summary>
    private const int Calls = 10_000;

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
}
