using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Recording;
using Federated.Learning.Runs;

namespace Federated.Attacks.Transcripts;

/// <summary>What the nodes of a recorded run exchanged, as somebody sees it who can read all of it. Nothing of the clients' samples can be reached from here.</summary>
public sealed class Transcript
{
    private readonly TranscriptFolder _folder;
    private readonly ILookup<int, MessageLine> _byRound;
    private readonly Lazy<Network> _network;

    private Transcript(string folder, Experiment experiment, TranscriptFolder files, TranscriptIndex index, IReadOnlyList<MessageLine> lines)
    {
        (Folder, Experiment, _folder, Index, Lines) = (folder, experiment, files, index, lines);
        _byRound = lines.ToLookup(line => line.Round);
        Updates = [.. lines.Where(line => line.Kind == MessageKind.Up).Select(line => (line.Round, line.From!.Value))];
        _network = new Lazy<Network>(CreateNetwork);
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>What ran; known to whoever takes part.</summary>
    public Experiment Experiment { get; }

    /// <summary>What the messages are about.</summary>
    public TranscriptIndex Index { get; }

    /// <summary>How nodes exchange: <c>parameter server</c>, <c>gossip</c> or <c>shared seed</c>.</summary>
    public string Family => Index.Family;

    /// <summary>All messages, round by round.</summary>
    public IReadOnlyList<MessageLine> Lines { get; }

    /// <summary>Recorded updates of clients, with a server.</summary>
    public IReadOnlyList<(int Round, int Client)> Updates { get; }

    /// <summary>The model.</summary>
    /// <exception cref="InputException">The run's model is none on images, or not the one that was recorded.</exception>
    public Network Network => _network.Value;

    /// <summary>How pixels in [0, 1] became the network's inputs.</summary>
    public Normalisation Normalisation => Index.Mean is { } mean ? new Normalisation(mean, Index.Std) : Normalisation.Identity(Network.Input.Channels);

    /// <summary>Opens the transcript of a run.</summary>
    /// <param name="runFolder">where the run's files are</param>
    /// <exception cref="InputException">There is no run, it was not recorded, or the transcript is damaged or of another run.</exception>
    public static Transcript Open(string runFolder)
    {
        var experiment = RecordedRun.Experiment(runFolder);
        var files = new TranscriptFolder(runFolder);
        if (!File.Exists(files.IndexPath))
        {
            throw new InputException($"{runFolder}: what this run exchanged was not recorded; expected one that ran with --record, or record: true");
        }

        var index = ReadIndex(files.IndexPath);
        if (index.ExperimentSha256 != ExperimentHash.Of(experiment))
        {
            throw new InputException($"{files.Root}: the transcript of another experiment than that of experiment.yaml beside it; expected the folder as fed wrote it");
        }

        return new Transcript(runFolder, experiment, files, index, index.Log is null || File.Exists(files.MessagesPath) ? ReadLines(files) : []);
    }

    /// <summary>What the coordinator sees of one client's update.</summary>
    /// <param name="round">1-based</param>
    /// <param name="client">its id</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of the samples, when the operator lets the adversary know them; null: they have to be recovered</param>
    /// <exception cref="InputException">It was not recorded, cannot be read, or does not say what the client's training did.</exception>
    public Observation Observe(int round, int client, ThreatModel threat, int[]? labels = null) => Sum(round) is null
        ? Observations.Of(this, [LocalTraining.Restore(this, round, client)], threat, labels)
        : throw new InputException($"{Folder}: secure aggregation shows the coordinator no single update, so that none of client {client} was recorded; expected an attack on the sum");

    /// <summary>What the coordinator sees of a round under secure aggregation.</summary>
    /// <param name="round">1-based</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of all samples, when the operator lets the adversary know them</param>
    /// <exception cref="InputException">No sum was recorded, or it does not say what training did.</exception>
    public Observation ObserveSum(int round, ThreatModel threat, int[]? labels = null) =>
        Observations.OfSum(this, LocalTraining.RestoreSum(this, round), threat, labels);

    /// <summary>What would be left to the coordinator if updates were only seen as their sum.</summary>
    /// <param name="round">1-based</param>
    /// <param name="clients">whose updates are summed</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">classes of all samples, when the operator lets the adversary know them</param>
    /// <exception cref="InputException">One was not recorded, cannot be read, or started elsewhere than the others.</exception>
    public Observation ObserveSum(int round, IReadOnlyCollection<int> clients, ThreatModel threat, int[]? labels = null)
    {
        if (clients.Count == 0)
        {
            throw new InputException($"{Folder}: a sum over no client; expected one at least");
        }

        return Observations.Of(this, [.. clients.Order().Select(client => LocalTraining.Restore(this, round, client))], threat, labels);
    }

    /// <summary>The line of a client's update.</summary>
    /// <exception cref="InputException">It was not recorded.</exception>
    public MessageLine Up(int round, int client) =>
        _byRound[round].SingleOrDefault(line => line.Kind == MessageKind.Up && line.From == client)
        ?? throw new InputException($"{Folder}: no update of client {client} in round {round} was recorded; expected {Recorded(round)}");

    /// <summary>The line of a round's sum; null: single updates were recorded.</summary>
    public MessageLine? Sum(int round) => _byRound[round].SingleOrDefault(line => line.Kind == MessageKind.Sum);

    /// <summary>The line of what went down in a round.</summary>
    /// <exception cref="InputException">It was not recorded.</exception>
    public MessageLine Down(int round) =>
        _byRound[round].SingleOrDefault(line => line.Kind == MessageKind.Down)
        ?? throw new InputException($"{Folder}: nothing that went down in round {round} was recorded; expected {Recorded(round)}");

    /// <summary>Lines of a round.</summary>
    public IEnumerable<MessageLine> Of(int round) => _byRound[round];

    /// <summary>A vector of a message, length d.</summary>
    /// <exception cref="InputException">The file is missing, damaged or of another length.</exception>
    public float[] Vector(MessageLine line, string name)
    {
        var path = PathOf(line);
        var values = SafetensorsFile.Read(path).ToSingles(name);
        return values.Length == Index.Dimension
            ? values
            : throw new InputException($"{path}: '{name}' has {values.Length} values; expected {Index.Dimension}");
    }

    /// <summary>x^0, length d, which everybody makes from the experiment file.</summary>
    /// <exception cref="InputException">The file that it was read from is not there.</exception>
    public float[] InitialModel()
    {
        if (Experiment.Model.Initial is { } path)
        {
            return InitialVector.Read(path, Network.Layout);
        }

        var x = new float[Index.Dimension];
        Network.Layout.Initialise(Experiment.Seed, x);
        return x;
    }

    /// <summary>The weights of a gossip round.</summary>
    /// <exception cref="InputException">They were not recorded, or are damaged.</exception>
    public MixingPage Weights(int round)
    {
        var line = _byRound[round].SingleOrDefault(line => line.Kind == MessageKind.Weights)
            ?? throw new InputException($"{Folder}: round {round} was not recorded; expected {Recorded(round)}");
        return RecordedRun.Json<MixingPage>(PathOf(line), RunJson.Line);
    }

    private static TranscriptIndex ReadIndex(string path)
    {
        var index = RecordedRun.Json<TranscriptIndex>(path, RunJson.Page);
        return index.Format == TranscriptIndex.CurrentFormat
            ? index
            : throw new InputException($"{path}: format {index.Format}; expected {TranscriptIndex.CurrentFormat}");
    }

    private static IReadOnlyList<MessageLine> ReadLines(TranscriptFolder files)
    {
        try
        {
            return files.Lines();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{files.MessagesPath}: cannot be read; expected the messages of the run: {Printable.Shorten(error.Message, 200)}", error);
        }
    }

    private Network CreateNetwork()
    {
        if (Index.Input is not [var channels, var height, var width] || Index.Classes is not { } classes)
        {
            throw new InputException($"{Folder}: the samples of this run are no images; expected a run with task: classification");
        }

        var network = ModelCatalogue.Create(Experiment.Model.Name, new SampleShape(channels, height, width), classes);
        return network.Layout.Hash == Index.LayoutSha256
            ? network
            : throw new InputException(
                $"{_folder.Root}: recorded of another model (layout {Index.LayoutSha256[..12]}) than the {Experiment.Model.Name} of experiment.yaml (layout {network.Layout.Hash[..12]}); "
                + "expected the folder as fed wrote it");
    }

    private string PathOf(MessageLine line)
    {
        // A line of a file that somebody else made must not lead out of the folder.
        var path = Path.GetFullPath(_folder.PathOf(line.File));
        return path.StartsWith(Path.GetFullPath(_folder.Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InputException($"{_folder.MessagesPath}: {Printable.Shorten(line.File)} is not in the transcript's folder");
    }

    private string Recorded(int round)
    {
        int[] senders = [.. _byRound[round].Select(line => line.From).OfType<int>().Distinct()];
        int[] rounds = [.. _byRound.Select(group => group.Key)];
        return senders.Length > 0 ? $"one of {List(senders)}" : rounds.Length > 0 ? $"round {List(rounds)}" : "a run with a recorded round";
    }

    private static string List(int[] numbers) => string.Join(", ", numbers.Take(10)) + (numbers.Length > 10 ? $" and {numbers.Length - 10} more" : "");
}
