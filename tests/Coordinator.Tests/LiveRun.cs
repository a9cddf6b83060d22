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
    private static readonly DataLocations _nowhere = new("/none", "/none");

    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly CoordinatorHost _host;
    private readonly Experiment _experiment;
    private readonly Task<RunResult> _run;

    private LiveRun(CoordinatorHost host, Experiment experiment)
    {
        (_host, _experiment) = (host, experiment);
        _run = Task.Factory.StartNew(
            () => Execute("served", host.Transport), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    public DeviceService Service => new((HostedRun)_host.Transport);

    /// <param name="experiment">what runs</param>
    /// <param name="certificate">of the coordinator; null: no TLS</param>
    public static async Task<LiveRun> StartAsync(Experiment experiment, NodeCertificate? certificate = null)
    {
        var options = new CoordinatorOptions
        {
            Listen = new Uri(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0"),
            Token = Token,
            Certificate = certificate,
            Lease = TimeSpan.FromMinutes(10),
        };
        return new LiveRun(await CoordinatorHost.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance), experiment);
    }

    /// <summary>A node over loopback, until the run is over.</summary>
    /// <param name="token">what it knows</param>
    /// <param name="handler">what carries its calls; null: nothing special</param>
    public Task WorkAsync(string? token = Token, Func<HttpMessageHandler>? handler = null) => new Node(
        new NodeOptions { Coordinator = Address, Name = "honest", Token = token, Slots = 2, DataLocations = _nowhere, Handler = handler },
        TimeProvider.System,
        NullLogger.Instance).RunAsync(_stop.Token);

    /// <summary>Waits for the end of the run, which must have the model that one process makes.</summary>
    public async Task RequireRightModelAsync()
    {
        var served = await _run.WaitAsync(_patience);
        await _host.FinishAsync(CoordinatorEnd.Done, "");
        var local = Execute("local", transport: null);
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
        Directory.Delete(_folder, recursive: true);
    }

    private RunResult Execute(string name, IRunTransport? transport) => ExperimentRun.Execute(
        _experiment,
        new RunSettings
        {
            Directory = RunDirectory.Open(Path.Combine(_folder, name), resume: false),
            Workers = 1,
            Transport = transport,
            DataLocations = _nowhere,
            Progress = new SilentProgress(),
            Log = NullLogger.Instance,
            Time = TimeProvider.System,
        },
        _stop.Token);
}
