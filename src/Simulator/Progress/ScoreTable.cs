using System.Globalization;
using Federated.Attacks.Audit;
using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>What an attack made, a row for each image.</summary>
internal static class ScoreTable
{
    private const int Most = 20;

    /// <summary>Writes the table and a line for all images; without the truth only what the attack says itself.</summary>
    /// <param name="result">what came out</param>
    /// <param name="data">name of the data set, whose classes have names</param>
    public static void Write(TrialResult result, string data)
    {
        var figures = AttackFigures.Of(result);
        if (result.Row.Score is not { } score)
        {
            Console.WriteLine(Text($"made {figures.Images.Count} images, objective {figures.Objective:G4}; the run holds no samples to compare them with, so there are no scores"));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in new[] { "sample", "class", "label found", "PSNR", "SSIM" })
        {
            table.AddColumn(new TableColumn(title).Padding(0, 0, 2, 0).NoWrap());
        }

        foreach (var image in figures.Images.Take(Most))
        {
            table.AddRow(
                Text($"{image.Original}"), Name(image.OriginalLabel!.Value), Name(image.Label), Text($"{image.Psnr:F1} dB"), image.Ssim is { } ssim ? Text($"{ssim:F2}") : "-");
        }

        Terminal.Open().Write(table);
        if (figures.Images.Count > Most)
        {
            Console.WriteLine($"and {figures.Images.Count - Most} more in {TrialFolder.Figures}");
        }

        Console.WriteLine(Text($"PSNR {score.Psnr:F1} dB +- {score.PsnrDeviation:F1}, worst {score.WorstPsnr:F1} dB; given away {100 * score.SuccessRate:F0} %; labels right {100 * score.LabelAccuracy:F0} %; {result.Row.Seconds:F1} s"));
        if (result.Row.Note is { } note)
        {
            Console.WriteLine($"note: {note}");
        }

        string Name(int label) => Markup.Escape(ClassNames.Of(data)?.ElementAtOrDefault(label) ?? $"{label}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
