using System.Text.Json;
using Federated.Learning;
using Federated.Learning.Files;
using Federated.Learning.Parameters;

namespace Federated.Attacks.Audit;

/// <summary>The files of one attack.</summary>
public static class TrialFolder
{
    /// <summary>Originals and reconstructions, to look at.</summary>
    public const string Picture = "reconstruction.png";

    /// <summary>Reconstructions in [0, 1] and their labels, for programs.</summary>
    public const string Tensors = "reconstruction.safetensors";

    /// <summary>Figures.</summary>
    public const string Figures = "attack.json";

    /// <summary>Writes all of them.</summary>
    /// <param name="result">what came out</param>
    /// <param name="folder">made if it does not exist; files of an earlier attack are replaced</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(TrialResult result, string folder)
    {
        var (made, shape) = (result.Made, result.Trial.Case.Shape);
        var pixels = result.Pixels;
        var n = made.Labels.Length;
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(Path.Combine(folder, Picture), stream => stream.Write(result.Grid()));
            SafetensorsFile.Write(
                Path.Combine(folder, Tensors),
                [
                    new TensorEntry("images", [n, shape.Channels, shape.Height, shape.Width], pixels),
                    new TensorEntry("labels", [n], Array.ConvertAll(made.Labels, label => (float)label)),
                ],
                new Dictionary<string, string> { ["attack"] = result.Row.Attack, ["round"] = $"{result.Row.Round}", ["sender"] = result.Trial.Case.Sender });
            WholeFile.Write(Path.Combine(folder, Figures), stream => JsonSerializer.Serialize(stream, AttackFigures.Of(result), AuditJson.Page));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written ({error.Message}); expected a folder that can be", error);
        }
    }
}
