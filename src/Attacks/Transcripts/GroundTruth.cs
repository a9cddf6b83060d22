using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Recording;
using Federated.Learning.Tasks;

namespace Federated.Attacks.Transcripts;

/// <summary>
/// The samples that recorded clients trained on, for whoever judges what attacks bring forth. No attack may reach it: a test of the architecture sees to
/// that.
/// </summary>
public sealed class GroundTruth
{
    private readonly string _folder;
    private readonly Experiment _experiment;
    private readonly Dictionary<int, TruthIndex.Client> _clients;

    private GroundTruth(string folder, Experiment experiment, TruthIndex index)
    {
        (_folder, _experiment, Data) = (folder, experiment, index.Data);
        _clients = index.Clients.ToDictionary(client => client.Id);
    }

    /// <summary>Name of the data set.</summary>
    public string Data { get; }

    /// <summary>Clients whose samples are known, ascending.</summary>
    public IEnumerable<int> Clients => _clients.Keys.Order();

    /// <summary>Opens the truth of a recorded run.</summary>
    /// <param name="runFolder">where the run's files are</param>
    /// <exception cref="InputException">There is no run, or it has no truth.</exception>
    public static GroundTruth Open(string runFolder)
    {
        var experiment = RecordedRun.Experiment(runFolder);
        return TruthIndex.Read(runFolder) is { } index
            ? new GroundTruth(runFolder, experiment, index)
            : throw new InputException($"{runFolder}: the clients' samples were not written, so that labels and comparisons with them cannot be had; expected a run that was recorded with truth: true");
    }

    /// <summary>The samples that a client trained on in a round, in the order in which it went through them first.</summary>
    /// <param name="round">1-based</param>
    /// <param name="client">its id</param>
    /// <exception cref="InputException">Its samples are not known, or no images.</exception>
    public TrueSamples Of(int round, int client)
    {
        var known = Find(client);
        var path = Path.Combine(_folder, TruthFolder.Name, known.File);
        var content = SafetensorsFile.Read(path);
        if (!content.Names.Contains("images"))
        {
            throw new InputException($"{path}: the samples are no images; expected a run with task: classification");
        }

        var labels = content.ToSingles("labels");
        if (labels.Length != known.Samples.Length)
        {
            throw new InputException($"{path}: {labels.Length} samples; expected the {known.Samples.Length} of the index");
        }

        var pixels = content.ToSingles("images");
        var size = pixels.Length / labels.Length;
        int[] used = Used(round, client, labels.Length);
        return new TrueSamples(
            [.. used.SelectMany(position => pixels.AsSpan(position * size, size).ToArray())],
            [.. used.Select(position => (int)labels[position])],
            [.. used.Select(position => known.Samples[position])]);
    }

    /// <summary>Whether a client's samples are known.</summary>
    public bool Knows(int client) => _clients.ContainsKey(client);

    private TruthIndex.Client Find(int client) =>
        _clients.GetValueOrDefault(client)
        ?? throw new InputException($"{_folder}: the samples of client {client} were not written; expected one of {string.Join(", ", Clients.Take(10))}");

    /// <summary>Positions in the client's list, each once.</summary>
    private int[] Used(int round, int client, int count)
    {
        var schedule = new BatchSchedule(_experiment.Local, _experiment.Seed);
        schedule.Open([.. Enumerable.Range(0, count)], round, client);
        var used = new List<int>();
        var seen = new HashSet<int>();
        for (var step = 0; step < _experiment.Local.PlannedSteps(count) && used.Count < count; step++)
        {
            foreach (var position in schedule.Next())
            {
                if (seen.Add(position))
                {
                    used.Add(position);
                }
            }
        }

        return [.. used];
    }
}
