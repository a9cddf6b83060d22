using System.Text.Json;
using System.Text.Json.Serialization;
using Federated.Learning.Runs;

namespace Federated.Attacks.Audit;

/// <summary>How the files of attacks and audits are written: as those of runs, with names for what is one of a few.</summary>
public static class AuditJson
{
    /// <summary>For files that people read.</summary>
    public static JsonSerializerOptions Page { get; } = With(RunJson.Page);

    /// <summary>For one object per line.</summary>
    public static JsonSerializerOptions Line { get; } = With(RunJson.Line);

    private static JsonSerializerOptions With(JsonSerializerOptions usual) => new(usual)
    {
        Converters = { new JsonStringEnumConverter<ThreatModel>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
