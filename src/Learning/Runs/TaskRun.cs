using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.Files;
using Federated.Learning.Gossip;
using Federated.Learning.Parameters;
using Federated.Learning.Privacy;
using Federated.Learning.Recording;
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
    private readonly RunRecorder<T> _recorder;
    private readonly RunParts<T> _parts;
    private readonly TopologyProfile? _topology;

    public TaskRun(Experiment experiment, IFederatedTask<T> task, string subject, PartitionPage? partition, RunSettings settings)
    {
        _experiment = experiment;
        _task = task;
        _subject = subject;
        _partition = partition;
        _settings = settings;
        _recorder = new RunRecorder<T>(settings.Directory, experiment.Output.GlobalVectors, this);
        _parts = RunParts<T>.Create(experiment, task, settings, _recorder);
        _topology = (_parts.Engine as GossipEngine<T>)?.Topology;
    }

    public RunResult Execute(CancellationToken cancellation)
    {
        var outcome = _parts.Engine.Run(cancellation);
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

        // A run that goes on keeps the accuracies of its last evaluation.
        if (_topology is not null && (round == 0 || !File.Exists(_settings.Directory.GraphPath)))
        {
            _settings.Directory.WriteGraph(GraphPage.Of(_topology));
        }

        _settings.Progress.Started(new RunStart(
            _experiment.Name,
            _experiment.Algorithm.Title,
            _subject,
            _task.Clients,
            _task.Layout.Dimension,
            _settings.Workers,
            _experiment.Rounds,
            round,
            _topology?.Kind));
    }

    public void ClientFinished(int round, int finished, int cohort) =>
        _settings.Progress.ClientFinished(round, finished, cohort);

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<T> x)
    {
        if (metrics is GossipRoundMetrics { NodesAfter: { } scores })
        {
            _settings.Directory.WriteGraph(GraphPage.Of(_topology!) with { Round = metrics.Round, Accuracies = scores.Accuracies });
        }

        _settings.Progress.RoundFinished(metrics);
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _parts.Dispose();
    }

    private RunSummary Summarise(RunOutcome outcome)
    {
        var totals = _recorder.Totals;
        var train = Math.Max(totals.SecondsTrain, double.Epsilon);
        return new RunSummary
        {
            Name = _experiment.Name,
            Algorithm = _experiment.Algorithm.Title,
            Family = TranscriptIndexes.Family(_experiment.Algorithm),
            Transport = _settings.Transport?.Name ?? "in memory",
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
            ModelSha256 = ModelHash.Of(_parts.Engine.Model),
            Seed = _experiment.Seed,
            Workers = _settings.Workers,
            PeakRssBytes = PeakResidentMemory(),
            PrivacyUnit = PrivacyAccountant.UnitOf(_experiment.Privacy) is { } unit ? KeyNames.FromCode($"{unit}") : null,
            Epsilon = totals.Epsilon,
            EpsilonCoordinator = totals.EpsilonCoordinator,
            Delta = totals.Epsilon is null ? null : _experiment.Privacy?.Delta,
            Defences = _experiment.Privacy?.Defences.Select(defence => defence.Description).ToList(),
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
        var notes = new Dictionary<string, string>
        {
            ["model"] = _experiment.Model.Name,
            ["model_sha256"] = summary.ModelSha256,
            ["round"] = $"{summary.Rounds}",
        };
        _task.WriteModel(_settings.Directory.ModelPath, _parts.Engine.Model, notes);
        WholeFile.Write(_settings.Directory.SummaryPath, stream => JsonSerializer.Serialize(stream, summary, RunJson.Page));
    }
}
