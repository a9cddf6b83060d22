using System.Net;
using System.Text.Json;
using Federated.Learning;

namespace Federated.Simulator.Reports;

/// <summary>Writes the page that compares runs.</summary>
public static class ReportWriter
{
    private static readonly PageParts Parts = new("report.html", [], ["legend.js", "gossip.js", "sharedseed.js", "charts.js", "tables.js", "partition.js", "page.js"]);

    // The default encoder escapes <, > and & too: no text of a run can end the page's data block.
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>
    /// Writes one self-contained HTML page to <paramref name="path"/>: beside it first, then renamed, so that a reader never sees half a
    /// page. Throws <see cref="InputException"/> when there are no runs or the path cannot be written.
    /// </summary>
    public static void Write(IReadOnlyList<RunRecord> runs, string path) => TextFile.Write(path, Render(runs), "an HTML file");

    /// <summary>The page as text.</summary>
    internal static string Render(IReadOnlyList<RunRecord> runs)
    {
        if (runs.Count == 0)
        {
            throw new InputException("A report needs at least one run folder");
        }

        var groups = RunGrouping.Group(runs);
        var title = Title(runs, groups);
        return PageTemplate.Fill(Parts, new Dictionary<string, string>
        {
            ["window"] = WebUtility.HtmlEncode(title),
            ["title"] = WebUtility.HtmlEncode(title),
            ["headline"] = WebUtility.HtmlEncode(Headline.Write(groups)),
            ["graphs"] = PageGraph.Draw(groups),
            ["data"] = JsonSerializer.Serialize(PageData.From(groups), Format),
        });
    }

    // One experiment with one algorithm or several keeps its name; otherwise the algorithms are the title.
    private static string Title(IReadOnlyList<RunRecord> runs, IReadOnlyList<RunGroup> groups)
    {
        var names = runs.Select(run => run.Summary?.Name).OfType<string>().Distinct().ToArray();
        return names.Length == 1 ? names[0]
            : groups.Count <= 3 ? string.Join(" and ", groups.Select(group => group.Label))
            : $"{groups.Count} experiments";
    }
}
