using Federated.Coordinator.Telemetry;
using Federated.Coordinator.Uploads;
using Federated.Learning.Experiments;
using Federated.Tests;

namespace Federated.Coordinator.Tests;

/// <summary>A board with a clock that the test moves, and rounds whose deliveries are counted.</summary>
internal sealed class BoardBed : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(60);

    /// <summary>Where deliveries of nothing lie.</summary>
    public static readonly UploadRoom Room = UploadRoom.For(Path.GetTempPath(), 1, TimeProvider.System);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly CoordinatorMeter _meter = new(() => 0);
    private int[] _deliveries = [];
    private Task _round = Task.CompletedTask;

    public BoardBed()
    {
        Board = new TaskBoard(Lease, new Attendance(Linger, Time), Owners, RunBeginning.AtOnce, Time, new BoardNews(Log, _meter));
    }

    public ManualTime Time { get; } = new();

    public DeviceOwners Owners { get; } = new();

    public ListLogger Log { get; } = new();

    public TaskBoard Board { get; }

    /// <summary>How often each piece was delivered.</summary>
    public IReadOnlyList<int> Deliveries => _deliveries;

    public Member Join(int slots, string name = "node", int? own = null, string previous = "") => new(Board, name, slots, own, previous);

    /// <summary>Begins a round.</summary>
    public void Begin(int pieces, Action<int>? delivered = null, StragglerOptions? stragglers = null)
    {
        _deliveries = new int[pieces];
        var work = Enumerable.Range(0, pieces).Select(i => new Work(new ProtocolTask { Client = i }, i, _ => null, (_, _) =>
        {
            Interlocked.Increment(ref _deliveries[i]);
            delivered?.Invoke(i);
        })).ToArray();
        _round = Task.Run(() => Board.Run(work, stragglers, _stop.Token));
    }

    /// <summary>Waits for the end of the round.</summary>
    public Task EndAsync() => _round.WaitAsync(_patience);

    public void Interrupt() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Dispose();
        _meter.Dispose();
    }
}
