using System.Text.Json;
using System.Text.RegularExpressions;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

public sealed partial class DocumentationTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "command-line.md"));

    [Theory]
    [InlineData("### metrics.jsonl", typeof(RoundMetrics))]
    [InlineData("### summary.json", typeof(RunSummary))]
    public void Every_field_is_described_and_no_other(string heading, Type record)
    {
        var section = _page[_page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n#", 2)[0];
        var described = section.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Field().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));
        var written = record.GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        Assert.Equal(written.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Field();
}
