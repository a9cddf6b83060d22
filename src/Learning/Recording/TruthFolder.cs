using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Federated.Learning.Data;
using Federated.Learning.Files;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;

namespace Federated.Learning.Recording;

/// <summary>
/// The samples of recorded clients, beside the transcript and never in it: what attacks bring forth is compared with them, and no attack reads them.
/// </summary>
public sealed class TruthFolder
{
    /// <summary>Its name in the run's folder.</summary>
    public const string Name = "truth";

    private readonly string _run;
    private readonly SampleTask _task;
    private readonly SortedDictionary<int, TruthIndex.Client> _clients = [];

    private TruthFolder(string run, SampleTask task) => (_run, _task) = (run, task);

    /// <summary>The folder.</summary>
    public string Root => Path.Combine(_run, Name);

    /// <summary>The folder of a run; null when its clients have no samples.</summary>
    /// <param name="run">the run's folder</param>
    /// <param name="task">whose samples</param>
    internal static TruthFolder? For<T>(string run, IFederatedTask<T> task)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        task is SampleTask samples ? new TruthFolder(run, samples) : null;

    /// <summary>Goes on before a round: from the second on, what is there stays.</summary>
    /// <param name="round">the next one, 1-based</param>
    /// <exception cref="InputException">The index is damaged.</exception>
    internal void Begin(int round)
    {
        if (round > 1 && TruthIndex.Read(_run) is { } index)
        {
            foreach (var client in index.Clients)
            {
                _clients[client.Id] = client;
            }
        }
    }

    /// <summary>Writes the samples of clients whose samples are not there yet.</summary>
    internal void Add(IReadOnlyCollection<int> clients)
    {
        var missing = clients.Where(client => !_clients.ContainsKey(client)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(Root);
        foreach (var client in missing)
        {
            var file = string.Create(CultureInfo.InvariantCulture, $"client-{client:D6}.safetensors");
            var samples = _task.Partition[client].ToArray();
            SafetensorsFile.Write(Path.Combine(Root, file), Tensors(samples));
            _clients[client] = new TruthIndex.Client(client, file, samples);
        }

        var page = new TruthIndex(_task.Data.Name, _task is ClassificationTask ? "images" : "tokens", [.. _clients.Values]);
        WholeFile.Write(TruthIndex.PathIn(_run), stream => JsonSerializer.Serialize(stream, page, RunJson.Page));
    }

    private TensorEntry[] Tensors(int[] samples) => _task switch
    {
        ClassificationTask images => Images(images.Train, samples),
        LanguageTask text => Tokens(text, samples),
        _ => throw new NotSupportedException($"Samples of {_task.GetType()} are not written."),
    };

    /// <summary>Pixels in [0, 1] where it is known how they were normalised.</summary>
    private static TensorEntry[] Images(ImageSet set, int[] samples)
    {
        var (shape, n) = (set.Shape, samples.Length);
        var pixels = new float[n * shape.Size];
        set.Gather(samples, pixels);
        set.Normalisation?.Undo(pixels, shape);
        return
        [
            new TensorEntry("images", [n, shape.Channels, shape.Height, shape.Width], pixels),
            new TensorEntry("labels", [n], Labels(set, samples)),
        ];
    }

    /// <summary>Tokens of each sample, with -1 behind the end.</summary>
    private static TensorEntry[] Tokens(LanguageTask task, int[] samples)
    {
        var longest = task.Train.Longest;
        var tokens = new float[samples.Length * longest];
        Array.Fill(tokens, -1.0f);
        for (var i = 0; i < samples.Length; i++)
        {
            var sequence = task.Train.Tokens(samples[i]);
            for (var k = 0; k < sequence.Length; k++)
            {
                tokens[(i * longest) + k] = sequence[k];
            }
        }

        return [new TensorEntry("tokens", [samples.Length, longest], tokens), new TensorEntry("labels", [samples.Length], Labels(task.Train, samples))];
    }

    private static float[] Labels(SampleSet set, int[] samples) => [.. samples.Select(sample => (float)set.Labels[sample])];
}
