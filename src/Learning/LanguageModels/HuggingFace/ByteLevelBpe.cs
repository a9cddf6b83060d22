using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Federated.Learning.Data;
using Microsoft.ML.Tokenizers;

namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>
/// Byte-pair encoding on bytes, as GPT-2 and OPT have it (Radford et al. 2019): text is cut into words, and the bytes of a word are merged by
/// the ranks in merges.txt. Names of special tokens in a text are text like any other.
/// </summary>
internal sealed partial class ByteLevelBpe : ITokenizer
{
    private static readonly JsonSerializerOptions _strict = new() { AllowDuplicateProperties = false };

    private readonly BpeTokenizer _words;
    private readonly int[] _first;

    private ByteLevelBpe(BpeTokenizer words, int vocabulary, int[] first)
    {
        (_words, Vocabulary, _first) = (words, vocabulary, first);
    }

    /// <summary>Largest token of vocab.json, and one.</summary>
    public int Vocabulary { get; }

    /// <summary>Reads a tokenizer's files.</summary>
    /// <param name="vocabularyPath">vocab.json: an object from token to number</param>
    /// <param name="mergesPath">merges.txt: pairs of tokens, a line each, the first to be merged first</param>
    /// <param name="firstToken">put before every text; null: none</param>
    /// <exception cref="InputException">a file is missing or damaged, or the files do not fit together</exception>
    public static ByteLevelBpe Read(string vocabularyPath, string mergesPath, string? firstToken)
    {
        var vocabulary = ReadVocabulary(vocabularyPath);
        var merges = ReadMerges(mergesPath, vocabulary);
        var options = new BpeOptions(vocabulary)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(Words(), null),
        };
        int[] first = firstToken is null ? []
            : vocabulary.TryGetValue(firstToken, out var token) ? [token]
            : throw new InputException($"{vocabularyPath}: no token {firstToken}; the model expects it before every text");
        return new ByteLevelBpe(BpeTokenizer.Create(options), vocabulary.Values.Max() + 1, first);
    }

    /// <inheritdoc/>
    public int[] Encode(ReadOnlySpan<byte> text) => [.. _first, .. _words.EncodeToIds(Encoding.UTF8.GetString(text))];

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            var vocabulary = InputFile.Read(path, stream => JsonSerializer.Deserialize<Dictionary<string, int>>(stream, _strict)) ?? [];
            var numbers = new HashSet<int>();
            var wrong = vocabulary.FirstOrDefault(entry => entry.Value < 0 || entry.Value == int.MaxValue || !numbers.Add(entry.Value));
            if (wrong.Key is not null)
            {
                throw new InputException($"{path}: {Printable.Shorten(wrong.Key)} has the number {wrong.Value}; expected one from 0 on that no other token has");
            }

            var missing = Enumerable.Range(0, 256).FirstOrDefault(b => !vocabulary.ContainsKey($"{Symbol(b)}"), -1);
            return missing < 0 ? vocabulary : throw new InputException($"{path}: no token for the byte {missing}; expected one for each byte");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not an object from token to number ({Printable.Shorten(e.Message, 150)})", e);
        }
    }

    private static List<string> ReadMerges(string path, Dictionary<string, int> vocabulary)
    {
        var lines = InputFile.Read(path, ReadLines);
        var merges = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length == 0 || (i == 0 && lines[i].StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            var parts = lines[i].Split(' ');
            if (parts.Length != 2 || !vocabulary.ContainsKey(parts[0]) || !vocabulary.ContainsKey(parts[1]) || !vocabulary.ContainsKey(parts[0] + parts[1]))
            {
                throw new InputException($"{path}, line {i + 1}: '{Printable.Shorten(lines[i])}'; expected two tokens of vocab.json that make a third one");
            }

            merges.Add(lines[i]);
        }

        return merges;
    }

    private static List<string> ReadLines(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>GPT-2's printable stand-in for a byte: itself if it is printable in Latin-1, else the next character from U+0100 on.</summary>
    private static char Symbol(int value) => value switch
    {
        <= ' ' => (char)(0x100 + value),
        < 0x7F or (> 0xA0 and not 0xAD) => (char)value,
        <= 0xA0 => (char)(0x100 + 33 + value - 0x7F),
        _ => (char)(0x100 + 67),
    };

    /// <summary>From GPT-2's encoder.py.</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
