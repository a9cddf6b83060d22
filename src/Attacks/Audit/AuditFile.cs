using System.Text.Json;
using Federated.Learning;
using Federated.Learning.Files;

namespace Federated.Attacks.Audit;

/// <summary>What an audit found, as <c>audit.json</c> holds it and <c>audit.html</c> shows it.</summary>
public sealed record AuditFile
{
    /// <summary>Name of the file in an audit's folder.</summary>
    public const string Name = "audit.json";

    /// <summary>What was audited, and against whom.</summary>
    public required AuditSetting Setting { get; init; }

    /// <summary>What the figures say, in sentences; the first is the verdict.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];

    /// <summary>What could be said of each attack before it ran.</summary>
    public IReadOnlyList<AuditForecast> Forecasts { get; init; } = [];

    /// <summary>Attack by defence by round.</summary>
    public IReadOnlyList<AuditRow> Rows { get; init; } = [];

    /// <summary>Where the price of defences was measured; null: there are none.</summary>
    public AuditPrice? Price { get; init; }

    /// <summary>Originals beside reconstructions, the most alike first.</summary>
    public IReadOnlyList<AuditPicture> Pictures { get; init; } = [];

    /// <summary>Samples by what their gradient gives away, the riskiest first.</summary>
    public IReadOnlyList<AuditRisk> Risks { get; init; } = [];

    /// <summary>Who sent an update; empty where too few senders were recorded.</summary>
    public IReadOnlyList<AuditIdentification> Identification { get; init; } = [];

    /// <summary>What a neighbour sees of a node, a row for each attempt; empty for runs with a server.</summary>
    public IReadOnlyList<AuditView> Neighbour { get; init; } = [];

    /// <summary>What the log of single bytes gives away, a row for each length of log; empty for other families.</summary>
    public IReadOnlyList<AuditView> Log { get; init; } = [];

    /// <summary>What the suite would have tried with more time, or could not try, each with its reason.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>How it was measured.</summary>
    public required AuditMethod Method { get; init; }

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write(string path) => WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, this, AuditJson.Page));

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">There is none, or it is another file.</exception>
    public static AuditFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<AuditFile>(stream, AuditJson.Page) ?? throw new InputException($"{path}: is empty; expected what 'fed audit' wrote");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: is not what 'fed audit' wrote ({error.Message.Split('\n')[0]})", error);
        }
    }
}
