using Federated.Coordinator;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Bench;

/// <summary>A coordinator with a model of some size that clients send up and nobody trains.</summary>
internal sealed class CoordinatorBed : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("federated-bench-");
    private readonly CoordinatorHost _host;
    private readonly IClientPort<float> _port;
    private readonly float[] _model;
    private readonly int[] _cohort;
    private int _round;

    private CoordinatorBed(CoordinatorHost host, int floats, int clients)
    {
        _host = host;
        _model = new float[floats];
        _cohort = [.. Enumerable.Range(0, clients)];
        _port = host.Transport.Clients(
            new RunContext(new Experiment { Algorithm = new FedAvgOptions(), Local = new LocalOptions { Steps = 1 } }, new EmptyTask(floats, clients), _folder.FullName),
            new ExchangedVectors { Down = ["x"], Up = ["x"] },
            new ClientStateStore<float>([], floats));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _host.Address;

    /// <summary>Starts to listen.</summary>
    /// <param name="floats">parameters of the model</param>
    /// <param name="clients">clients of a round</param>
    public static async Task<CoordinatorBed> StartAsync(int floats, int clients)
    {
        var options = new CoordinatorOptions { Listen = new Uri("http://127.0.0.1:0"), Limits = new CoordinatorLimits { JoinBurst = int.MaxValue } };
        return new CoordinatorBed(await CoordinatorHost.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance), floats, clients);
    }

    /// <summary>One round; returns when every client's update was used.</summary>
    public Task RoundAsync(IUpdateSink<float> sink) =>
        Task.Run(() => _port.Train(new RoundTask<float>(++_round, _cohort, 0.1, [_model]), sink, CancellationToken.None));

    /// <summary>Sends nodes home.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.FinishAsync(CoordinatorEnd.Done, "");
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
