using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Federated.Learning.Experiments;
using Federated.Learning.Files;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>One run of a task on local workers, with its files.</summary>
internal sealed class TaskRun<T> : IRoundObserver<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Experiment _experiment;
    private readonly IFederatedTask<T> _task;
    private readonly string _subject;
    private readonly PartitionPage? _partition;
    private readonly RunSettings _settings;
    private readonly WorkerPool<ClientWorker<T>> _pool;
    private readonly RunRecorder<T> _recorder;
    private readonly ParameterServerEngine<T> _engine;

    public TaskRun(Experiment experiment, IFederatedTask<T> task, string subject, PartitionPage? partition, RunSettings settings)
    {
        _experiment = experiment;
        _task = task;
        _subject = subject;
        _partition = partition;
        _settings = settings;
        var algorithm = experiment.Algorithm.Create<T>();
        var initial = new T[task.Layout.Dimension];
        task.Initialise(initial);
        var states = new ClientStateStore<T>(
            algorithm.Vectors.ClientState,
            initial.Length,
            settings.Directory.ClientStatesPath,
            (long)experiment.Checkpoint.ClientStateMemory << 20);
        _pool = new(settings.Workers, () => new ClientWorker<T>(task, algorithm, experiment.Local, initial));
        _recorder = new RunRecorder<T>(settings.Directory, experiment.Output.GlobalVectors, this);
        _engine = new ParameterServerEngine<T>(experiment, task, algorithm, new EnginePorts<T>
        {
            Clients = new LocalClients<T>(task, algorithm, _pool, states),
            Evaluator = new PooledEvaluator<T>(task, _pool),
            Observer = _recorder,
            Checkpoints = new CheckpointFolder<T>(
                settings.Directory.CheckpointPath, ExperimentHash.Of(experiment), settings.Resume, settings.Log),
            Log = settings.Log,
            Time = settings.Time,
        });
    }

    public RunResult Execute(CancellationToken cancellation)
    {
        var outcome = _engine.Run(cancellation);
        var summary = outcome == RunOutcome.Interrupted ? null : Summarise(outcome);
        if (summary is not null)
        {
            WriteResult(summary);
        }

        var result = new RunResult(outcome, _recorder.Totals, summary, _settings.Directory.Root);
        _settings.Progress.Ended(result);
        return result;
    }

    public void Started(int round, ReadOnlySpan<T> x)
    {
        _settings.Directory.WriteExperiment(_experiment);
        if (_partition is not null)
        {
            _settings.Directory.WritePartition(_partition);
        }

        _settings.Progress.Started(new RunStart(
            _experiment.Name,
            _experiment.Algorithm.Title,
            _subject,
            _task.Clients,
            _task.Layout.Dimension,
            _settings.Workers,
            _experiment.Rounds,
            round));
    }

    public void ClientFinished(int round, int finished, int cohort) =>
        _settings.Progress.ClientFinished(round, finished, cohort);

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<T> x) => _settings.Progress.RoundFinished(metrics);

    public void Dispose()
    {
        _recorder.Dispose();
        _pool.Dispose();
    }

    private RunSummary Summarise(RunOutcome outcome)
    {
        var totals = _recorder.Totals;
        var train = Math.Max(totals.SecondsTrain, double.Epsilon);
        return new RunSummary
        {
            Name = _experiment.Name,
            Algorithm = _experiment.Algorithm.Title,
            Family = "parameter server",
            Transport = "in memory",
            Outcome = outcome == RunOutcome.TargetReached ? "target_reached" : "completed",
            Rounds = totals.Rounds,
            FinalTestAccuracy = totals.FinalAccuracy,
            FinalTestLoss = totals.FinalLoss,
            BestTestAccuracy = totals.BestAccuracy,
            BestRound = totals.BestRound,
            Seconds = totals.Seconds,
            ClientUpdatesPerSecond = totals.ClientUpdates / train,
            SgdStepsPerSecond = totals.Steps / train,
            BytesUp = totals.BytesUp,
            BytesDown = totals.BytesDown,
            Rejected = totals.Rejected,
            Clients = _task.Clients,
            Parameters = _task.Layout.Dimension,
            ModelSha256 = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<T>(_engine.State.X))),
            Seed = _experiment.Seed,
            Workers = _settings.Workers,
            PeakRssBytes = PeakResidentMemory(),
            Versions = RunVersions.Current,
        };
    }

    private static long PeakResidentMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private void WriteResult(RunSummary summary)
    {
        if (typeof(T) == typeof(double))
        {
            VectorFile.Write(_settings.Directory.ModelPath, ["x"], _engine.State.X);
        }
        else
        {
            var notes = new Dictionary<string, string>
            {
                ["model"] = _experiment.Model.Name,
                ["model_sha256"] = summary.ModelSha256,
                ["round"] = $"{summary.Rounds}",
            };
            _settings.Directory.WriteModel(_task.Layout, MemoryMarshal.Cast<T, float>(_engine.State.X), notes);
        }

        WholeFile.Write(_settings.Directory.SummaryPath, stream => JsonSerializer.Serialize(stream, summary, RunJson.Page));
    }
}
