using System.Text.RegularExpressions;

namespace Federated.Simulator.Reports;

/// <summary>The page as embedded files: pages with places that name other files or values.</summary>
internal static partial class PageTemplate
{
    /// <summary>
    /// Fills the places <c>{{name}}</c>: with a value of that name, else with the embedded file of that name. One pass, so that text that
    /// was filled in is never searched for places again.
    /// </summary>
    /// <param name="page">the embedded page</param>
    /// <param name="values">by name</param>
    public static string Fill(string page, IReadOnlyDictionary<string, string> values) =>
        Place().Replace(Read(page), match =>
        {
            var name = match.Groups[1].Value;
            return values.TryGetValue(name, out var value) ? value : Read(name);
        });

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
