using System.Text;

namespace Federated.Learning.Experiments.Binding;

/// <summary>Names in experiment files: snake_case of the names in the code.</summary>
internal static class KeyNames
{
    /// <summary><c>LearningRate</c> becomes <c>learning_rate</c>, <c>UseRI</c> becomes <c>use_ri</c>.</summary>
    public static string FromCode(string name)
    {
        var key = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            key.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return key.ToString();
    }

    /// <summary>The accepted name that a mistyped one was probably meant to be; null if none is near.</summary>
    public static string? Nearest(string mistyped, IEnumerable<string> accepted)
    {
        var word = Bare(Printable.Shorten(mistyped));
        var nearest = accepted.Select(name => (Name: name, Distance: Distance(word, Bare(name))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, nearest.Name.Length / 3) ? nearest.Name : null;
    }

    private static string Bare(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Levenshtein distance: insertions, deletions and replacements.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
