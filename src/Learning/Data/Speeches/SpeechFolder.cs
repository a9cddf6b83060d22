using System.Text;
using System.Text.Json;

namespace Federated.Learning.Data.Speeches;

/// <summary>Reads speeches from JSON files <c>{"year": 1790, "name": "...", "party": "...", "text": "..."}</c>.</summary>
public static class SpeechFolder
{
    private const string Pattern = "*.json";

    /// <summary>All speeches, by year, then author.</summary>
    /// <param name="folder">not searched below</param>
    /// <exception cref="InputException">There is no such folder, it has no such file, or one is of another form.</exception>
    public static IReadOnlyList<Speech> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{Printable.Shorten(folder, 200)}: no such folder; expected one with {Pattern} files");
        }

        var paths = Directory.GetFiles(folder, Pattern);
        return paths.Length > 0
            ? [.. paths.Select(ReadFile).OrderBy(speech => speech.Year).ThenBy(speech => speech.Author, StringComparer.Ordinal)]
            : throw new InputException($"{Printable.Shorten(folder, 200)}: no {Pattern} file; expected at least one");
    }

    /// <summary>Words in lower case: letters, with apostrophes between them.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetter(text[i]) || (text[i] is '\'' or '’' && word.Length > 0)))
            {
                word.Append(char.IsLetter(text[i]) ? char.ToLowerInvariant(text[i]) : '\'');
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString().TrimEnd('\''));
                word.Clear();
            }
        }

        return words;
    }

    private static Speech ReadFile(string path)
    {
        var bytes = InputFile.Read(path, stream =>
        {
            var all = new byte[stream.Length];
            stream.ReadExactly(all);
            return all;
        });
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            return new Speech(
                root.GetProperty("year").GetInt32(),
                root.GetProperty("name").GetString() ?? throw new FormatException("name is null"),
                Words(root.GetProperty("text").GetString() ?? throw new FormatException("text is null")));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: {InputFile.OneLine(e.Message)}; expected an object with year (a whole number), name and text", e);
        }
    }
}
