using Federated.Client;
using Federated.Learning;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>A node in this process.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private bool _isRefused;

    /// <param name="coordinator">whom it works for</param>
    /// <param name="slots">clients at the same time</param>
    /// <param name="handler">what carries its calls; null: nothing special</param>
    /// <param name="time">its clock; null: the system's</param>
    /// <param name="change">further options; null: none</param>
    public RunningNode(
        Uri coordinator, int slots = 1, Func<HttpMessageHandler>? handler = null, TimeProvider? time = null, Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = new NodeOptions
        {
            Coordinator = coordinator,
            Name = "node",
            Slots = slots,
            DataLocations = Runs.Nowhere,
            LongestPause = TimeSpan.FromMilliseconds(100),
            Handler = handler,
            Drain = TimeSpan.Zero,
        };
        options = change?.Invoke(options) ?? options;
        Work = Task.Run(() => new Node(options, time ?? TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token));
    }

    /// <summary>Ends when the run is over.</summary>
    public Task Work { get; }

    /// <summary>Waits until it gives up because of what it was given.</summary>
    /// <returns>what it says</returns>
    public async Task<string> RefusalAsync()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => Work.WaitAsync(_patience));
        _isRefused = true;
        return error.Message;
    }

    /// <summary>Asks it to stop.</summary>
    public Task StopAsync() => _stop.CancelAsync();

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
        if (!_isRefused)
        {
            await CancelAsync();
        }

        _stop.Dispose();
    }
}
