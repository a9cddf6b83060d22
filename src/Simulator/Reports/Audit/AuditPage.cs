using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federated.Attacks;
using Federated.Attacks.Audit;
using Federated.Learning;

namespace Federated.Simulator.Reports.Audit;

/// <summary>The page of an audit.</summary>
public static class AuditPage
{
    /// <summary>Name of the page in an audit's folder.</summary>
    public const string Name = "audit.html";

    private static readonly PageParts _parts = new("audit.html", ["audit.css"], ["audit-charts.js", "audit-defences.js", "audit.js"]);

    // The default encoder escapes <, > and & too: no text of a run can end the page's data block.
    private static readonly JsonSerializerOptions _format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter<ThreatModel>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes one self-contained HTML page, whole or not at all.</summary>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public static void Write(AuditFile audit, string path) => TextFile.Write(path, Render(audit), "an HTML file");

    /// <summary>The page as text.</summary>
    internal static string Render(AuditFile audit) => PageTemplate.Fill(_parts, new Dictionary<string, string>
    {
        ["window"] = WebUtility.HtmlEncode($"{audit.Setting.Experiment}: privacy audit"),
        ["title"] = WebUtility.HtmlEncode(audit.Setting.Experiment),
        ["headline"] = WebUtility.HtmlEncode(audit.Summary.Count > 0 ? audit.Summary[0] : ""),
        ["data"] = JsonSerializer.Serialize(audit, _format),
    });
}
