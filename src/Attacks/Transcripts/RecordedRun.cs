using System.Text.Json;
using Federated.Learning;
using Federated.Learning.Experiments;

namespace Federated.Attacks.Transcripts;

/// <summary>Reads files of a run that a user names.</summary>
internal static class RecordedRun
{
    /// <summary>What ran.</summary>
    /// <exception cref="InputException">The folder holds no run.</exception>
    public static Experiment Experiment(string runFolder)
    {
        var path = Path.Combine(runFolder, "experiment.yaml");
        return File.Exists(path)
            ? ExperimentFile.Load(path, [])
            : throw new InputException($"{runFolder}: holds no run (there is no experiment.yaml); expected a folder that fed run or fed serve wrote");
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static T Json<T>(string path, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), options) ?? throw new JsonException("nothing in it");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: damaged or missing; expected what fed wrote there: {Printable.Shorten(error.Message, 200)}", error);
        }
    }
}
