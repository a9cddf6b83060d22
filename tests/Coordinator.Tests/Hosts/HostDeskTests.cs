using System.Runtime.InteropServices;
using Federated.Coordinator.Hosts;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Protocol;
using Grpc.Core;
using Xunit;

namespace Federated.Coordinator.Tests.Hosts;

/// <summary>What a host delivers counts once, in its round, and only from whom the nodes are assigned to.</summary>
public sealed class HostDeskTests
{
    private const int Dimension = 3;
    private const int Nodes = 4;

    private readonly Session _one = new("1", "one", 1, new Dictionary<int, int>());
    private readonly Session _other = new("2", "other", 1, new Dictionary<int, int>());
    private readonly HostDesk _desk;
    private readonly List<int> _finished = [];

    public HostDeskTests()
    {
        var algorithm = new DFedSamOptions().Create<float>(1);
        var experiment = new Experiment { Algorithm = new DFedSamOptions(), Topology = new RingTopologyOptions(), Rounds = 6, Evaluation = new EvaluationOptions { Every = 2 } };
        _desk = new HostDesk(experiment, new CollectedForm(algorithm, Dimension), Dimension, TimeProvider.System)
        {
            Epoch = new HostedEpoch(7, [_one, _other], Nodes),
        };
        Begin(1);
    }

    [Fact]
    public async Task Reports_of_all_hosts_make_a_round()
    {
        Assert.True(await Deliver(_one, Report(1, [0, 1])));
        Assert.Equal(2, _desk.Round!.Count);
        Assert.True(await Deliver(_other, Report(1, [2, 3])));

        Assert.Equal(Nodes, _desk.Round.Count);
        Assert.Equal(2 * Nodes, _desk.Round.Trained().Steps);
        Assert.Equal(Nodes, _finished.Count);
    }

    [Fact]
    public async Task A_report_that_comes_twice_counts_once()
    {
        Assert.True(await Deliver(_one, Report(1, [0, 1])));
        Assert.True(await Deliver(_one, Report(1, [0, 1])));

        Assert.Equal(2, _desk.Round!.Count);
        Assert.Equal(2, _finished.Count);
    }

    [Fact]
    public async Task A_host_that_is_ahead_waits_for_its_round()
    {
        var early = Deliver(_one, Report(2, [0, 1], new float[Bytes(2) / sizeof(float)]));
        Assert.False(early.IsCompleted);
        lock (_desk.Gate)
        {
            Assert.True(_desk.IsPast(_one, [0, 1]));
            Assert.False(_desk.IsPast(_other, [2, 3]));
        }

        Begin(2);

        Assert.True(await early.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, _desk.Round!.Count);
    }

    [Fact]
    public async Task What_a_lost_assignment_brings_is_not_used()
    {
        Assert.False(await Deliver(_one, Report(1, [0, 1], epoch: 6)));
        var waiting = Deliver(_one, Report(2, [0, 1], new float[Bytes(2) / sizeof(float)]));
        lock (_desk.Gate)
        {
            _desk.Epoch = new HostedEpoch(8, [_other], Nodes);
            _desk.Announce();
        }

        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, _desk.Round!.Count);
    }

    [Fact]
    public async Task Vectors_arrive_whole_and_where_they_belong()
    {
        Begin(2);
        var floats = Enumerable.Range(0, 2 * 2 * Dimension).Select(i => (float)i).ToArray();
        Assert.True(await Deliver(_other, Report(2, [2, 3], floats), floats, chunk: 5));

        Assert.Equal(floats, _desk.Round!.Vectors(2).Concat(_desk.Round.Vectors(3)).SelectMany(vector => vector!));
    }

    [Fact]
    public async Task Reports_that_cannot_be_of_this_run_are_refused()
    {
        Begin(2);
        var floats = new float[Bytes(2) / sizeof(float)];
        HostedRoundHeader[] senseless =
        [
            Report(0, [0, 1]),
            Report(7, [0, 1]),
            Report(2, [0, 2], floats),
            Report(2, [1, 0], floats),
            Report(2, [0], floats),
            Report(2, [0, 1]),
            Report(1, [0, 1], floats),
        ];
        foreach (var header in senseless)
        {
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Deliver(_one, header))).StatusCode);
        }

        floats[1] = float.NaN;
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Deliver(_one, Report(2, [0, 1], floats), floats))).StatusCode);
        Assert.Equal(0, _desk.Round!.Count);
    }

    [Fact]
    public async Task Vectors_that_break_off_or_are_damaged_are_to_be_sent_again()
    {
        Begin(2);
        var header = Report(2, [0, 1], new float[Bytes(2) / sizeof(float)]);
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => Deliver(_one, header, bytes: Bytes(2) - 1))).StatusCode);
        var damaged = new HostedRoundHeader(header) { Sha256 = Framing.Hash([1]) };
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => Deliver(_one, damaged))).StatusCode);
        Assert.Equal(StatusCode.OutOfRange, (await Assert.ThrowsAsync<RpcException>(() => Deliver(_one, header, bytes: Bytes(2) + 1))).StatusCode);

        Assert.True(await Deliver(_one, header));
    }

    [Fact]
    public void A_link_that_counts_at_one_end_only_is_noticed()
    {
        var reports = new RoundReports(1, Nodes, () => { });
        var one = Report(1, [0, 1]);
        one.Missed.Add(new MissedReport { Step = 1, To = 1, From = 2 });
        var other = Report(1, [2, 3]);
        reports.Add(one, [], 0);
        reports.Add(other, [], 0);

        var (links, defect) = reports.Lost([]);
        Assert.Equal((1, 2), Assert.Single(links));
        Assert.Equal(1, defect);

        other.Missed.Add(new MissedReport { Step = 1, To = 2, From = 1 });
        reports.Add(other, [], 0);
        Assert.Equal(0, reports.Lost([]).Defect);
        Assert.Empty(reports.Lost([2]).Links);
    }

    private static int Bytes(int nodes) => nodes * 2 * Dimension * sizeof(float);

    private static HostedRoundHeader Report(int round, int[] nodes, float[]? floats = null, long epoch = 7)
    {
        var bytes = MemoryMarshal.AsBytes((floats ?? []).AsSpan());
        var header = new HostedRoundHeader { Epoch = epoch, Round = round, Length = bytes.Length, Sha256 = Framing.Hash(bytes) };
        header.Nodes.AddRange(nodes.Select(node => new NodeReport { Node = node, Steps = 2, Finite = true }));
        return header;
    }

    private void Begin(int round)
    {
        lock (_desk.Gate)
        {
            _desk.Round = new RoundReports(round, Nodes, () => _finished.Add(round));
            _desk.Announce();
        }
    }

    /// <summary>Sends a report with its vectors.</summary>
    private Task<bool> Deliver(Session session, HostedRoundHeader header, float[]? floats = null, int chunk = Framing.LargestChunk, int? bytes = null)
    {
        var all = new byte[bytes ?? header.Length];
        var given = MemoryMarshal.AsBytes((floats ?? []).AsSpan());
        given[..Math.Min(all.Length, given.Length)].CopyTo(all);

        var parts = new Queue<DeliverRequest>(all.Chunk(chunk).Select((part, place) => new DeliverRequest
        {
            Chunk = new Chunk { Offset = place * (long)chunk, Data = Google.Protobuf.ByteString.CopyFrom(part) },
        }));
        return _desk.Take(session, header, () => Task.FromResult(parts.TryDequeue(out var next) ? next : null), TestContext.Current.CancellationToken);
    }
}
