using Federated.Coordinator;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Equivalence.Tests;

/// <summary>A coordinator in this process, with its run.</summary>
internal sealed class RunningCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly CoordinatorHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<RunResult> _run;

    private RunningCoordinator(CoordinatorHost host, Experiment experiment, string folder, bool resume)
    {
        _host = host;
        Address = host.Address;
        _run = Task.Factory.StartNew(
            () => Runs.Execute(experiment, folder, resume, host.Transport, _stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public Uri Address { get; }

    /// <summary>Starts to listen, on any port or again on one that nodes know, and to run.</summary>
    public static async Task<RunningCoordinator> StartAsync(
        Experiment experiment,
        string folder,
        Uri? address = null,
        bool resume = false,
        double leaseSeconds = 15.0,
        TimeProvider? time = null,
        int hosts = 1,
        Func<CoordinatorOptions, CoordinatorOptions>? change = null)
    {
        var options = new CoordinatorOptions
        {
            Listen = address ?? new Uri("http://127.0.0.1:0"),
            Lease = TimeSpan.FromSeconds(leaseSeconds),
            Linger = TimeSpan.Zero,
            Hosts = hosts,
        };
        options = change?.Invoke(options) ?? options;
        var host = await CoordinatorHost.StartAsync(options, time ?? TimeProvider.System, NullLoggerFactory.Instance);
        return new RunningCoordinator(host, experiment, folder, resume);
    }

    /// <summary>Waits for the end of the run, and sends nodes home.</summary>
    /// <returns>SHA-256 of the model</returns>
    public async Task<string> EndAsync()
    {
        var result = await _run.WaitAsync(_patience);
        await _host.FinishAsync(CoordinatorEnd.Done, "");
        return result.Summary!.ModelSha256;
    }

    /// <summary>Waits for the end of the run, and dies before it tells anybody.</summary>
    public async Task DieAtTheEndAsync()
    {
        await _run.WaitAsync(_patience);
        await _host.FinishAsync(CoordinatorEnd.Interrupted, "");
        await _host.DisposeAsync();
    }

    /// <summary>Stops in the middle; the run can be resumed.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        var result = await _run.WaitAsync(_patience);
        if (result.Summary is not null)
        {
            throw new InvalidOperationException("The run was over before it was stopped.");
        }

        await _host.FinishAsync(CoordinatorEnd.Interrupted, "");
        await _host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(_patience).ContinueWith(static _ => { }, TaskScheduler.Default);
        await _host.DisposeAsync();
        _stop.Dispose();
    }
}
