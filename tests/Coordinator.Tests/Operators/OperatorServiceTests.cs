using Federated.Coordinator.Operators;
using Federated.Protocol;
using Grpc.Core;
using Xunit;

namespace Federated.Coordinator.Tests.Operators;

/// <summary>Operators see how a run goes and can stop it; others cannot.</summary>
public sealed class OperatorServiceTests
{
    [Fact]
    public async Task A_status_names_run_round_tasks_and_nodes()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer with { Name = "a run" });
        await using var node = await DirectNode.JoinAsync(run.Service, slots: 2);
        var service = Service(run);
        var first = await node.TaskAsync();
        var second = await node.TaskAsync();
        Assert.True((await node.SubmitAsync((await node.TrainAsync(first)).Messages)).Accepted);

        var status = await service.Status(new StatusRequest { Version = ProtocolVersion.Current }, await OperatorCall(run));

        Assert.Equal(("a run", "SCAFFOLD", 2, 0), (status.Run, status.Algorithm, status.Rounds, status.RoundsDone));
        Assert.Equal((1, 2), (status.TasksDone, status.TasksOutstanding));
        var member = Assert.Single(status.Nodes);
        Assert.Equal(("direct", 2, 2), (member.Name, member.Slots, member.Busy));
        Assert.NotEmpty(status.Program);
        Assert.Empty(status.Metrics);

        for (var task = second; ; task = await node.TaskAsync())
        {
            await node.SubmitAsync((await node.TrainAsync(task)).Messages);
            if (task.Round == 2)
            {
                break;
            }
        }

        Assert.Contains("\"round\":1", (await service.Status(new StatusRequest { Version = ProtocolVersion.Current }, await OperatorCall(run))).Metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, new[] { 1, 2 })]
    [InlineData(2, new[] { 2 })]
    [InlineData(3, new int[0])]
    public async Task Figures_of_all_rounds_come_as_they_are_in_the_file(int from, int[] expected)
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var figures = new ChannelStreamWriter<RoundFigures>();
        var following = Service(run).Metrics(new MetricsRequest { Version = ProtocolVersion.Current, From = from }, figures, await OperatorCall(run));
        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
        await following.WaitAsync(TimeSpan.FromSeconds(30));

        var lines = new List<RoundFigures>();
        while (figures.Reader.TryRead(out var round))
        {
            lines.Add(round);
        }

        Assert.Equal(expected, lines.Select(round => round.Round));
        Assert.Equal(File.ReadLines(Path.Combine(run.Folder, "metrics.jsonl")).Where((_, i) => expected.Contains(i + 1)), lines.Select(round => round.Json));
    }

    [Fact]
    public async Task A_run_that_is_held_gives_no_work_before_it_is_started()
    {
        var options = new CoordinatorOptions { Listen = new Uri("http://127.0.0.1:0"), Beginning = RunBeginning.WhenAsked, Linger = TimeSpan.Zero };
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer, options);
        var call = await OperatorCall(run);
        var working = run.WorkAsync(token: null);
        while (run.Hosted.Board.Sessions.All(session => session.Events is null))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var status = await Service(run).Status(new StatusRequest { Version = ProtocolVersion.Current }, call);
        Assert.True(status.Held);
        Assert.Equal((0, 0), (status.TasksDone, status.Nodes.Sum(node => node.Busy)));
        await Service(run).Start(new StartRequest { Version = ProtocolVersion.Current }, call);

        await run.RequireRightModelAsync();
        await working;
    }

    [Fact]
    public async Task A_run_that_is_stopped_can_be_resumed()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        await Service(run).Stop(new StopRequest { Version = ProtocolVersion.Current }, await OperatorCall(run));

        Assert.Equal(Learning.Rounds.RunOutcome.Interrupted, (await run.EndAsync()).Outcome);
        Assert.True(Directory.Exists(Path.Combine(run.Folder, "checkpoint")));
    }

    [Fact]
    public async Task Who_is_no_operator_is_told_nothing_and_stops_nothing()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var service = Service(run);
        await OperatorCall(run);
        string?[] headers = [null, "", "Bearer", "Bearer ", "Bearer nonsense", $"Bearer {LiveRun.Token}", "Basic Zm9vOmJhcg=="];
        foreach (var header in headers)
        {
            await Refused(StatusCode.PermissionDenied, () => service.Status(new StatusRequest { Version = ProtocolVersion.Current }, Call(header)));
            await Refused(StatusCode.PermissionDenied, () => service.Start(new StartRequest { Version = ProtocolVersion.Current }, Call(header)));
            await Refused(StatusCode.PermissionDenied, () => service.Stop(new StopRequest { Version = ProtocolVersion.Current }, Call(header)));
            await Refused(StatusCode.PermissionDenied, () => service.Metrics(new MetricsRequest { Version = ProtocolVersion.Current }, new ChannelStreamWriter<RoundFigures>(), Call(header)));
        }

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    [Fact]
    public async Task Another_version_is_refused_with_both_versions()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var call = await OperatorCall(run);
        var error = await Refused(StatusCode.FailedPrecondition, () => Service(run).Status(new StatusRequest { Version = 99 }, call));

        Assert.Contains("99", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains($"{ProtocolVersion.Current}", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_start_has_a_token_of_its_own_that_only_its_user_can_read()
    {
        await using var one = await LiveRun.StartAsync(LiveRun.WithServer);
        await using var other = await LiveRun.StartAsync(LiveRun.WithServer);
        var stranger = await OperatorCall(other);
        await OperatorCall(one);

        await Refused(StatusCode.PermissionDenied, () => Service(one).Status(new StatusRequest { Version = ProtocolVersion.Current }, stranger));
        Assert.False(SecretFile.IsReadableByOthers(OperatorToken.PathIn(one.Folder)));
    }

    private static OperatorService Service(LiveRun run) => new(run.Hosted, TimeProvider.System);

    /// <summary>A call with the token of the run's folder.</summary>
    private static async Task<FakeCall> OperatorCall(LiveRun run)
    {
        await run.BegunAsync();
        return Call($"Bearer {(await File.ReadAllTextAsync(OperatorToken.PathIn(run.Folder))).Trim()}");
    }

    private static FakeCall Call(string? authorization)
    {
        var call = new FakeCall();
        if (authorization is not null)
        {
            call.RequestHeaders.Add("authorization", authorization);
        }

        return call;
    }

    private static async Task<RpcException> Refused(StatusCode code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, error.StatusCode);
        return error;
    }
}
