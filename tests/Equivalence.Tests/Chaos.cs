using Federated.Learning.Experiments;
using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;

namespace Federated.Equivalence.Tests;

/// <summary>A run whose coordinator and nodes are killed, cut off and started again until it is over.</summary>
internal sealed class Chaos : IAsyncDisposable
{
    private readonly ChaosPlan _plan;
    private readonly TemporaryFolder _folder = new();
    private readonly FaultCounts _faults = new();
    private readonly FedProcess?[] _processes;
    private readonly (RunningNode Node, RoughHandler Handler)[] _links;
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly Dictionary<string, int> _misfortunes = [];
    private KeyedStream _chance;
    private FedProcess? _coordinator;

    public Chaos(ChaosPlan plan)
    {
        _plan = plan;
        _chance = new KeyedStream(plan.Seed, Purpose.Cohort);
        ExperimentFile.Write(Experiment, Path.Combine(_folder.Path, "experiment.yaml"));
        _processes = new FedProcess?[plan.Processes];
        _links = new (RunningNode, RoughHandler)[plan.Links];
    }

    /// <summary>What runs.</summary>
    public Experiment Experiment
    {
        get
        {
            var subject = Subjects.Of(_plan.Algorithm) with { Rounds = _plan.Rounds, Checkpoint = new CheckpointOptions { Every = 10 } };

            // To compare weights waits for nodes that cannot be reached.
            return subject.Algorithm is OneByteOptions oneByte ? subject with { Algorithm = oneByte with { CheckEvery = 50 } } : subject;
        }
    }

    /// <summary>The run's folder.</summary>
    public string Folder => Path.Combine(_folder.Path, "out");

    /// <summary>What happened how often.</summary>
    public IReadOnlyDictionary<string, int> Misfortunes => _misfortunes;

    private string Metrics => Path.Combine(Folder, "metrics.jsonl");

    /// <summary>Runs to the end, which has to be a good one.</summary>
    /// <exception cref="TimeoutException">The run hangs.</exception>
    public async Task RunAsync()
    {
        StartCoordinator();
        for (var i = 0; i < _processes.Length; i++)
        {
            StartProcess(i);
        }

        for (var i = 0; i < _links.Length; i++)
        {
            StartLink(i);
        }

        var (length, since) = (0L, TimeProvider.System.GetTimestamp());
        while (!await _coordinator!.EndsWithinAsync(_plan.Pause * (0.5 + _chance.NextDouble())))
        {
            var now = File.Exists(Metrics) ? new FileInfo(Metrics).Length : 0;
            if (now != length)
            {
                (length, since) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) > _plan.Patience)
            {
                throw new TimeoutException($"No round came to its end for {_plan.Patience}; so far {this}.");
            }

            // Nothing is disturbed before there is something to disturb.
            if (length > 0)
            {
                await DisturbAsync();
            }
        }

        await _coordinator.EndAsync();
        Count("failed call", _faults.Failed);
        Count("lost answer", _faults.Lost);
        Count("broken stream", _faults.Broken);
    }

    public override string ToString() => string.Join(", ", _misfortunes.Select(pair => $"{pair.Key}: {pair.Value}"));

    public async ValueTask DisposeAsync()
    {
        _coordinator?.Dispose();
        foreach (var process in _processes)
        {
            process?.Dispose();
        }

        foreach (var (node, _) in _links)
        {
            if (node is not null)
            {
                await node.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    private async Task DisturbAsync()
    {
        switch (_chance.NextInt32(6))
        {
            case 0:
                await _coordinator!.KillAsync();
                _coordinator.Dispose();
                StartCoordinator();
                Count("killed coordinator");
                break;
            case 1 or 2:
                await KillOrStartAsync(_chance.NextInt32(_processes.Length));
                break;
            case 3:
                var leaving = _chance.NextInt32(_links.Length);
                await _links[leaving].Node.DisposeAsync();
                StartLink(leaving);
                Count("cancelled node");
                break;
            default:
                var handler = _links[_chance.NextInt32(_links.Length)].Handler;
                handler.IsCut = !handler.IsCut;
                Count(handler.IsCut ? "cut link" : "mended link");
                break;
        }

        foreach (var (node, _) in _links)
        {
            if (node.Work.IsFaulted)
            {
                await node.Work;
            }
        }
    }

    private async Task KillOrStartAsync(int index)
    {
        if (_processes[index] is not { } process)
        {
            StartProcess(index);
            return;
        }

        await process.KillAsync();
        process.Dispose();
        _processes[index] = null;
        Count("killed node");
    }

    private void StartCoordinator() => _coordinator = FedProcess.Start(
        "serve", Path.Combine(_folder.Path, "experiment.yaml"), "--resume", "--out", Folder, "--listen", _address.ToString(), "--lease", "3", "--linger", "0", "--quiet");

    private void StartProcess(int index) => _processes[index] = FedProcess.Start("join", _address.ToString(), "--virtual", "1");

    /// <summary>Every fourth link is ten times slower.</summary>
    private void StartLink(int index)
    {
        var seed = _chance.NextUInt64();
        var handler = new RoughHandler(TimeSpan.FromMilliseconds(index % 4 == 3 ? 100 : 10), new FaultyHandler(seed, 0.02, _faults));
        _links[index] = (new RunningNode(_address, 1, () => handler), handler);
    }

    private void Count(string what, int times = 1) => _misfortunes[what] = _misfortunes.GetValueOrDefault(what) + times;
}
