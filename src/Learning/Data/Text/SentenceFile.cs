using System.Globalization;
using System.Text;

namespace Federated.Learning.Data.Text;

/// <summary>Reads labelled sentences from tab-separated files in UTF-8, as those of SST-2.</summary>
internal static class SentenceFile
{
    private const string TextColumn = "sentence";
    private const string LabelColumn = "label";

    /// <summary>Reads all lines behind the header; empty lines are skipped, other columns ignored.</summary>
    /// <param name="path">the file</param>
    /// <param name="classes">number of labels</param>
    /// <exception cref="InputException">The file is missing, empty, not UTF-8, lacks a column, or a label is out of range.</exception>
    public static IReadOnlyList<(string Text, int Label)> Read(string path, int classes)
    {
        using var reader = new StringReader(InputFile.Read(path, stream => Decode(path, stream)));
        var header = reader.ReadLine()?.Split('\t') ?? [];
        var (text, label) = (Find(path, header, TextColumn), Find(path, header, LabelColumn));
        var sentences = new List<(string Text, int Label)>();
        var number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0)
            {
                sentences.Add(Parse($"{path}:{number}", line.Split('\t'), header.Length, text, label, classes));
            }
        }

        return sentences.Count > 0
            ? sentences
            : throw new InputException($"{path}: no line behind the header; expected at least one sentence");
    }

    private static string Decode(string path, Stream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{path}: not UTF-8 text; expected lines of columns with tabs between them", e);
        }
    }

    private static int Find(string path, string[] header, string column)
    {
        var index = Array.IndexOf(header, column);
        return index >= 0
            ? index
            : throw new InputException(
                $"{path}:1: no column '{column}'; expected a header line with the columns {TextColumn} and {LabelColumn}, with a tab between");
    }

    private static (string Text, int Label) Parse(string place, string[] cells, int columns, int text, int label, int classes)
    {
        if (cells.Length != columns)
        {
            throw new InputException($"{place}: {cells.Length} columns; expected {columns}, as the header has");
        }

        return int.TryParse(cells[label], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < classes
            ? (cells[text], value)
            : throw new InputException($"{place}: label '{Printable.Shorten(cells[label])}'; expected 0 to {classes - 1}, as data.words has {classes}");
    }
}
