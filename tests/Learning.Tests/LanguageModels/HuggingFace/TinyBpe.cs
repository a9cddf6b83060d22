using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

/// <summary>A small byte-level vocabulary, its files, and byte-pair encoding written out: merge the pair of lowest rank until none is left.</summary>
internal static partial class TinyBpe
{
    private static readonly char[] _symbols = Symbols();

    /// <summary>Pairs in the order in which they are merged, as GPT-2 writes bytes: 'Ġ' is a space, 'Ã©' an e with acute.</summary>
    public static IReadOnlyList<(string Left, string Right)> Merges { get; } =
        [("h", "e"), ("t", "he"), ("Ġ", "the"), ("Ġ", "t"), ("Ã", "©"), ("1", "2"), ("'", "l"), ("'l", "l"), ("Ġ", "Ġ"), ("i", "n"), ("in", "g"), ("!", "!"), ("Ċ", "Ċ"), ("ð", "Ł")];

    /// <summary>Tokens with their numbers: specials first, then bytes, then what merges make, with the numbers of each kind backwards.</summary>
    public static IReadOnlyDictionary<string, int> Vocabulary { get; } =
        new[] { "<pad>", "<s>", "</s>" }.Concat(_symbols.Reverse().Select(symbol => $"{symbol}")).Concat(Merges.Select(merge => merge.Left + merge.Right))
            .Select((token, number) => (token, number)).ToDictionary(pair => pair.token, pair => pair.number);

    public static void WriteVocabulary(string path, IReadOnlyDictionary<string, int> vocabulary) => File.WriteAllText(path, JsonSerializer.Serialize(vocabulary));

    public static void WriteMerges(string path) =>
        File.WriteAllText(path, "#version: 0.2\n" + string.Concat(Merges.Select(merge => $"{merge.Left} {merge.Right}\n")));

    /// <summary>The tokens of a text.</summary>
    public static int[] Encode(string text) => [.. Words().Matches(text).SelectMany(word => Word(word.Value)).Select(token => Vocabulary[token])];

    private static List<string> Word(string word)
    {
        var parts = Encoding.UTF8.GetBytes(word).Select(value => $"{_symbols[value]}").ToList();
        while (true)
        {
            var rank = Merges.Select((merge, i) => (merge, i))
                .Where(pair => Enumerable.Range(0, parts.Count - 1).Any(at => (parts[at], parts[at + 1]) == pair.merge))
                .Select(pair => pair.i).DefaultIfEmpty(-1).First();
            if (rank < 0)
            {
                return parts;
            }

            for (var at = 0; at < parts.Count - 1; at++)
            {
                if ((parts[at], parts[at + 1]) == Merges[rank])
                {
                    parts[at] += parts[at + 1];
                    parts.RemoveAt(at + 1);
                }
            }
        }
    }

    /// <summary>As <c>bytes_to_unicode</c> in GPT-2's encoder.py.</summary>
    private static char[] Symbols()
    {
        var symbols = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            symbols[value] = (char)(printable ? value : next++);
        }

        return symbols;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
