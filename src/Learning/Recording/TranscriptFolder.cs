using System.Globalization;
using System.Text.Json;
using Federated.Learning.Files;
using Federated.Learning.Runs;

namespace Federated.Learning.Recording;

/// <summary>
/// The files of a transcript. A round's vectors are written first, its lines last and at once: whenever the program is stopped, every line has its file.
/// </summary>
/// <param name="run">the run's folder</param>
public sealed class TranscriptFolder(string run)
{
    /// <summary>Its name in the run's folder.</summary>
    public const string Name = "transcript";

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.Combine(run, Name);

    /// <summary>What the messages are about.</summary>
    public string IndexPath => Path.Combine(Root, "index.json");

    /// <summary>A line for each message.</summary>
    public string MessagesPath => Path.Combine(Root, "messages.jsonl");

    /// <summary>A file that a line names.</summary>
    /// <param name="file">relative to the folder</param>
    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The file of what went down in a round.</summary>
    internal static string Down(int round) => $"{Round(round)}/down.safetensors";

    /// <summary>The file of what a client sent up.</summary>
    internal static string Up(int round, int client) => string.Create(CultureInfo.InvariantCulture, $"{Round(round)}/client-{client:D6}.safetensors");

    /// <summary>The file of the sum of what clients sent up.</summary>
    internal static string Sum(int round) => $"{Round(round)}/sum.safetensors";

    /// <summary>The file of what a node sent in a gossip step.</summary>
    internal static string Model(int round, int step, int node) => string.Create(CultureInfo.InvariantCulture, $"{Round(round)}/step-{step}/node-{node:D6}.safetensors");

    /// <summary>The file of the weights of a round.</summary>
    internal static string Weights(int round) => $"{Round(round)}/weights.json";

    /// <summary>Goes on before a round: what is there of it and of later ones belongs to rounds that are computed again.</summary>
    /// <param name="index">what the messages are about</param>
    /// <param name="round">the next one, 1-based</param>
    /// <exception cref="InputException">What should be kept is damaged.</exception>
    internal void Begin(TranscriptIndex index, int round)
    {
        Directory.CreateDirectory(Root);
        WholeFile.Write(IndexPath, stream => JsonSerializer.Serialize(stream, index, RunJson.Page));
        using (var messages = new FileStream(MessagesPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0))
        {
            var number = 0;
            WholeLines.DropUnfinished(messages);
            WholeLines.Keep(messages, line => Parse(line, ++number).Round < round);
        }

        foreach (var folder in Directory.EnumerateDirectories(Root, "round-*").Where(folder => string.CompareOrdinal(Path.GetFileName(folder), Round(round)) >= 0).ToList())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes a folder of a round, empty.</summary>
    internal void Open(int round)
    {
        Discard(round);
        Directory.CreateDirectory(PathOf(Round(round)));
    }

    /// <summary>Adds a round's lines once its files are there.</summary>
    internal void Append(IEnumerable<MessageLine> lines)
    {
        using var messages = new FileStream(MessagesPath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        WholeLines.Append(messages, string.Concat(lines.Select(line => JsonSerializer.Serialize(line, RunJson.Line) + "\n")));
    }

    /// <summary>Removes the files of a round that has no lines.</summary>
    internal void Discard(int round)
    {
        if (Directory.Exists(PathOf(Round(round))))
        {
            Directory.Delete(PathOf(Round(round)), recursive: true);
        }
    }

    /// <summary>All lines.</summary>
    /// <exception cref="InputException">A line is damaged or cut off.</exception>
    internal IReadOnlyList<MessageLine> Lines() => [.. File.ReadLines(MessagesPath).Select((line, i) => Parse(line, i + 1))];

    private static string Round(int round) => string.Create(CultureInfo.InvariantCulture, $"round-{round:D6}");

    private MessageLine Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<MessageLine>(line, RunJson.Line) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new InputException($"{MessagesPath}:{number}: damaged or cut off; expected a message as fed wrote it", error);
        }
    }
}
