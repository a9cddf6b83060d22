using System.Text.RegularExpressions;

namespace Federated.Architecture.Tests;

/// <summary>One C# file under src/.</summary>
/// <param name="Path">path from the repository's root, with forward slashes</param>
/// <param name="Lines">the text as it is</param>
internal sealed partial record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    /// <summary>Where code, comments left out, contains the text: <c>path:line</c>.</summary>
    public IEnumerable<string> PlacesOf(string text) =>
        Lines.Select((line, index) => (Code: WithoutComment(line), Number: index + 1))
            .Where(line => line.Code.Contains(text, StringComparison.Ordinal))
            .Select(line => $"{Path}:{line.Number}");

    /// <summary>Names of the public types that are not nested in another type.</summary>
    public IReadOnlyList<string> PublicTypes() =>
        Lines.Select(line => PublicType().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .ToList();

    private static string WithoutComment(string line)
    {
        var start = line.IndexOf("//", StringComparison.Ordinal);
        var isAddress = start > 0 && line[start - 1] == ':';
        return start < 0 || isAddress ? line : line[..start];
    }

    // Namespaces are file-scoped (the build demands it), so a type that is not nested starts its line.
    [GeneratedRegex(@"^public (?:\w+ )*?(?:class|struct|interface|enum|record(?: class| struct)?|delegate [\w<>\[\]?.]+) (?<name>\w+)")]
    private static partial Regex PublicType();
}
