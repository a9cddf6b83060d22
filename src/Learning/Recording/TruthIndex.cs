using System.Text.Json;
using Federated.Learning.Runs;

namespace Federated.Learning.Recording;

/// <summary><c>truth/index.json</c>: whose samples lie in the folder.</summary>
/// <param name="Data">name of the data set</param>
/// <param name="Kind"><c>images</c> or <c>tokens</c></param>
/// <param name="Clients">in ascending order</param>
public sealed record TruthIndex(string Data, string Kind, IReadOnlyList<TruthIndex.Client> Clients)
{
    /// <summary>Path of the index in a run's folder.</summary>
    public static string PathIn(string run) => Path.Combine(run, TruthFolder.Name, "index.json");

    /// <summary>Reads the index of a run; null: it has none.</summary>
    /// <param name="run">the run's folder</param>
    /// <exception cref="InputException">It is damaged.</exception>
    public static TruthIndex? Read(string run)
    {
        var path = PathIn(run);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<TruthIndex>(File.ReadAllText(path), RunJson.Page) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: damaged; expected what fed wrote there", error);
        }
    }

    /// <summary>A client's samples.</summary>
    /// <param name="Id">the client</param>
    /// <param name="File">relative to the folder</param>
    /// <param name="Samples">their numbers in the training set, in the file's order</param>
    public sealed record Client(int Id, string File, int[] Samples);
}
