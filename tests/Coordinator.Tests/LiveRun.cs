using Federated.Client;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Runs;
using Federated.Learning.ZerothOrder;
using Federated.Protocol.Certificates;
using Federated.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Coordinator.Tests;

/// <summary>A small run on a coordinator, whose service can be called directly and over loopback.</summary>
internal sealed class LiveRun : IAsyncDisposable
{
    public const string Token = "the right token";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly Uri _anywhere = new("http://127.0.0.1:0");
    private static readonly DataLocations _nowhere = new("/none", "/none");

    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end;
    private readonly StartSignal _progress;
    private readonly CoordinatorHost _host;
    private readonly Experiment _experiment;
    private readonly Task<RunResult> _run;

    private LiveRun(CoordinatorHost host, Experiment experiment)
    {
        (_host, _experiment, _progress) = (host, experiment, new StartSignal(host.Progress));
        _end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, host.StopRequested);
        _run = Task.Factory.StartNew(
            () => Execute("served", host.Transport, _progress), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Clients keep a vector between rounds.</summary>
    public static Experiment WithServer { get; } = new()
    {
        Rounds = 2,
        Algorithm = new ScaffoldOptions(),
        Data = new EmbeddedFashionMnistOptions { TrainSamples = 500, TestSamples = 100 },
        Partition = new DirichletPartitionOptions { Clients = 6 },
        Model = new ModelOptions { Name = "logistic" },
        Local = new LocalOptions { Steps = 2, BatchSize = 20 },
        Cohort = new FixedCohortOptions { Count = 3 },
        Evaluation = new EvaluationOptions { BatchSize = 60 },
    };

    /// <summary>Machines send a byte.</summary>
    public static Experiment SharedSeed { get; } = WithServer with { Algorithm = new OneByteOptions() };

    public Uri Address => _host.Address;

    public string Folder => Path.Combine(_folder, "served");

    public HostedRun Hosted => (HostedRun)_host.Transport;

    public DeviceService Service => new(Hosted, TimeProvider.System);

    public LogService Log => new(Hosted);

    /// <param name="experiment">what runs</param>
    /// <param name="certificate">of the coordinator; null: no TLS</param>
    public static async Task<LiveRun> StartAsync(Experiment experiment, NodeCertificate? certificate = null)
    {
        // Random calls are to get further than to the limits.
        var limits = new CoordinatorLimits { WrongTokens = int.MaxValue, JoinBurst = int.MaxValue };
        return await StartAsync(experiment, new CoordinatorOptions
        {
            Listen = certificate is null ? _anywhere : new Uri("https://127.0.0.1:0"),
            Token = Token,
            Certificate = certificate,
            Lease = TimeSpan.FromMinutes(10),
            Linger = TimeSpan.Zero,
            Limits = limits,
        });
    }

    public static async Task<LiveRun> StartAsync(Experiment experiment, CoordinatorOptions options) =>
        new(await CoordinatorHost.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance), experiment);

    /// <summary>A node over loopback, until the run is over.</summary>
    /// <param name="token">what it knows</param>
    /// <param name="handler">what carries its calls; null: nothing special</param>
    public Task WorkAsync(string? token = Token, Func<HttpMessageHandler>? handler = null) => new Node(
        new NodeOptions { Coordinator = Address, Name = "honest", Token = token, Slots = 2, DataLocations = _nowhere, Handler = handler },
        TimeProvider.System,
        NullLogger.Instance).RunAsync(_stop.Token);

    /// <summary>Waits until rounds begin.</summary>
    public Task BegunAsync() => _progress.Begun.WaitAsync(_patience);

    /// <summary>Waits for the end of the run.</summary>
    public Task<RunResult> EndAsync() => _run.WaitAsync(_patience);

    /// <summary>Waits for the end of the run, which must have the model that one process makes.</summary>
    public async Task RequireRightModelAsync()
    {
        var served = await _run.WaitAsync(_patience);
        await _host.FinishAsync(CoordinatorEnd.Done, "");
        var local = Execute("local", transport: null, new SilentProgress());
        Xunit.Assert.Equal(local.Summary!.ModelSha256, served.Summary!.ModelSha256);
        Xunit.Assert.Equal(local.Totals.ClientUpdates, served.Totals.ClientUpdates);
        Xunit.Assert.Equal(local.Totals.Steps, served.Totals.Steps);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(_patience);
        await _host.DisposeAsync();
        _stop.Dispose();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private RunResult Execute(string name, IRunTransport? transport, IRunProgress progress) => ExperimentRun.Execute(
        _experiment,
        new RunSettings
        {
            Directory = RunDirectory.Open(Path.Combine(_folder, name), resume: false),
            Workers = 1,
            Transport = transport,
            DataLocations = _nowhere,
            Progress = progress,
            Log = NullLogger.Instance,
            Time = TimeProvider.System,
        },
        _end.Token);
}
