using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Learning.Recording;

/// <summary>What the recording ports of a run share: what is recorded, and the folders where it goes.</summary>
internal sealed class RunRecording<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Experiment _experiment;
    private readonly IFederatedTask<T> _task;
    private readonly TranscriptIndex _index;
    private readonly TruthFolder? _truth;
    private readonly Func<int, bool> _isElsewhere;
    private bool _began;

    /// <param name="experiment">what runs, with a section <c>record</c></param>
    /// <param name="task">what is learned</param>
    /// <param name="vectors">what is exchanged</param>
    /// <param name="settings">where</param>
    /// <exception cref="InputException">The disk has no room for it.</exception>
    public RunRecording(Experiment experiment, IFederatedTask<T> task, ExchangedVectors vectors, RunSettings settings)
    {
        (_experiment, _task, Vectors) = (experiment, task, vectors);
        Options = experiment.Record!;
        var done = settings.Resume ? CheckpointFolder<T>.SavedRound(settings.Directory.CheckpointPath) ?? 0 : 0;
        var needed = RecordingSpace.Needed(experiment, task, vectors, done);
        RecordingSpace.Require(needed, RecordingSpace.Free(settings.Directory.Root), settings.Directory.Root);
        var size = ByteText.Of(needed);
        RoundLog.Recording(settings.Log, size);
        Folder = new TranscriptFolder(settings.Directory.Root);
        _index = TranscriptIndexes.Of(experiment, task, vectors);
        _truth = Options.Truth ? TruthFolder.For(settings.Directory.Root, task) : null;
        _isElsewhere = client => settings.Transport?.HasOwnSamples(client) == true;
    }

    /// <summary>Rounds and clients.</summary>
    public RecordOptions Options { get; }

    /// <summary>Whether secure aggregation hides single updates; simulated, so that it is for the recording to keep it.</summary>
    public bool ShowsSumsOnly => _experiment.Privacy?.SecuresAggregation == true;

    /// <summary>Names of the vectors of each message.</summary>
    public ExchangedVectors Vectors { get; }

    /// <summary>Where messages go.</summary>
    public TranscriptFolder Folder { get; }

    /// <summary>Says which round comes next, recorded or not.</summary>
    public void Begin(int round)
    {
        if (!_began)
        {
            Folder.Begin(_index, round);
            _truth?.Begin(round);
            _began = true;
        }
    }

    /// <summary>Records a round: all of it, or nothing when it is interrupted.</summary>
    /// <param name="round">1-based</param>
    /// <param name="exchange">lets it take place, writes its files and returns its lines</param>
    public void Record(int round, Func<IReadOnlyList<MessageLine>> exchange)
    {
        Folder.Open(round);
        try
        {
            var lines = exchange();
            WriteTruth(lines.SelectMany(line => line.Senders ?? [.. new[] { line.From }.OfType<int>()]).Distinct());
            Folder.Append(lines);
        }
        catch
        {
            Folder.Discard(round);
            throw;
        }
    }

    /// <summary>Writes the samples of clients, unless they are not here.</summary>
    public void WriteTruth(IEnumerable<int> clients) => _truth?.Add([.. clients.Where(client => !_isElsewhere(client))]);

    /// <summary>Samples n_i of a client by what it says; null: it says nothing of it.</summary>
    public int? Samples(in ClientUpdate<T> update)
    {
        var local = _experiment.Local;
        return local.Steps is null ? (int)Math.Round(update.NominalSteps * local.BatchSize / local.Epochs) : SamplesOf(update.Client);
    }

    /// <summary>Samples n_i of a client of the split; null: it has its own.</summary>
    public int? SamplesOf(int client) => _isElsewhere(client) ? null : _task.SampleCount(client);
}
