using System.Text.Json;
using System.Text.RegularExpressions;

namespace Federated.Simulator.Tests.Reports;

/// <summary>Looks into a page.</summary>
internal static partial class Page
{
    /// <summary>What the page's script draws from.</summary>
    public static JsonElement Data(string page) => JsonDocument.Parse(DataBlock().Match(page).Groups[1].Value).RootElement;

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataBlock();
}
