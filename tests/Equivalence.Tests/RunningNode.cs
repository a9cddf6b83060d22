using Federated.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Equivalence.Tests;

/// <summary>A node in this process.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();

    /// <param name="coordinator">whom it works for</param>
    /// <param name="slots">clients at the same time</param>
    /// <param name="handler">what carries its calls; null: nothing special</param>
    /// <param name="time">its clock; null: the system's</param>
    /// <param name="peers">how other hosts of gossip nodes are reached; null: nothing special</param>
    public RunningNode(
        Uri coordinator, int slots = 1, Func<HttpMessageHandler>? handler = null, TimeProvider? time = null, PeerOptions? peers = null)
    {
        var options = new NodeOptions
        {
            Coordinator = coordinator,
            Name = "node",
            Slots = slots,
            DataLocations = Runs.Nowhere,
            LongestPause = TimeSpan.FromMilliseconds(100),
            Handler = handler,
            Peers = peers ?? new PeerOptions(),
        };
        Work = Task.Run(() => new Node(options, time ?? TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token));
    }

    /// <summary>Ends when the run is over.</summary>
    public Task Work { get; }

    /// <summary>It goes away in the middle of whatever it does.</summary>
    public async Task CancelAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Work.WaitAsync(_patience);
        }
        catch (OperationCanceledException)
        {
            // That is what was asked for.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        _stop.Dispose();
    }
}
