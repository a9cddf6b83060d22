using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Federated.Client;
using Federated.Coordinator.Telemetry;
using Xunit;

namespace Federated.Coordinator.Tests.Telemetry;

/// <summary>What is counted and traced is what happened.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Figures_count_rounds_updates_bytes_and_lost_leases()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = Listen(run.Hosted.Meter.Source, sums);
        await using (var leaving = await DirectNode.JoinAsync(run.Service, slots: 2))
        {
            await leaving.TaskAsync();
            await leaving.TaskAsync();
        }

        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;

        Assert.Equal(2, sums["federated.rounds"]);
        Assert.Equal(6, sums["federated.updates accepted"]);
        Assert.Equal(0, sums["federated.updates rejected"] + sums["federated.updates late"]);
        Assert.Equal(2, sums["federated.leases.lost"]);
        var update = 3 * 785 * 10 * sizeof(float);
        Assert.Equal(6 * update, sums["federated.payload in"]);
        Assert.True(sums["federated.payload out"] > 0);
        Assert.True(sums["federated.round.duration"] > 0);
        Assert.True(sums["federated.upload.duration"] > 0);
        Assert.False(sums.ContainsKey("federated.joins.refused"));
        listener.RecordObservableInstruments();
        Assert.Equal(0, sums["federated.nodes"]);
    }

    [Fact]
    public async Task A_nodes_work_is_traced_below_its_round()
    {
        var spans = new ConcurrentBag<Activity>();
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is TaskTraces.Name or NodeTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;

        var mine = spans.Where(span => span.TraceId == root.TraceId).ToLookup(span => span.OperationName);
        Assert.Equal([1, 2], mine["round"].Select(span => (int)span.GetTagItem("federated.round")!).Order());
        Assert.Equal(6, mine["task"].Count());
        Assert.All(mine["task"], task => Assert.Contains(mine["round"], round => round.SpanId == task.ParentSpanId));
        Assert.All(mine["task"], task => Assert.Equal("delivered", task.GetTagItem("federated.outcome")));
        Assert.Equal(6, mine["train"].Count());
        Assert.All(mine["train"], work => Assert.Contains(
            mine["task"], task => task.SpanId == work.ParentSpanId && (long)task.GetTagItem("federated.lease")! == (long)work.GetTagItem("federated.lease")!));
    }

    private static MeterListener Listen(Meter meter, ConcurrentDictionary<string, double> sums)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            sums.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }
}
