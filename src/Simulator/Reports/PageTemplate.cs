using System.Text.RegularExpressions;

namespace Federated.Simulator.Reports;

/// <summary>Pages as embedded files: a frame that all share, with places that name other files or values.</summary>
internal static partial class PageTemplate
{
    /// <summary>
    /// Puts the parts into the frame, then fills the places <c>{{name}}</c>: with a value of that name, else with the embedded file of that name. The values come
    /// in one pass, so that text that was filled in is never searched for places again.
    /// </summary>
    /// <param name="page">its parts</param>
    /// <param name="values">by name</param>
    public static string Fill(PageParts page, IReadOnlyDictionary<string, string> values)
    {
        var framed = Read("frame.html")
            .Replace("{{body}}", Read(page.Body), StringComparison.Ordinal)
            .Replace("{{styles}}", Places(page.Styles), StringComparison.Ordinal)
            .Replace("{{scripts}}", Places(page.Scripts), StringComparison.Ordinal);
        return Place().Replace(framed, match =>
        {
            var name = match.Groups[1].Value;
            return values.TryGetValue(name, out var value) ? value : Read(name);
        });
    }

    private static string Places(IEnumerable<string> files) => string.Join('\n', files.Select(file => $"{{{{{file}}}}}"));

    private static string Read(string name)
    {
        using var stream = typeof(PageTemplate).Assembly.GetManifestResourceStream($"Reports/{name}")
            ?? throw new InvalidOperationException($"The program was built without its report asset {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{([\w./-]+)\}\}")]
    private static partial Regex Place();
}
