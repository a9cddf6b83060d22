using Xunit;

namespace Federated.Architecture.Tests;

/// <summary>What attacks are compared with is out of their reach.</summary>
public sealed class GroundTruthTests
{
    private static readonly string[] _truth = ["GroundTruth", "TrueSamples", "TruthFolder", "TruthIndex", "\"truth"];

    /// <summary>Rooms that read it: it itself, and those that judge and report.</summary>
    private static readonly string[] _judges =
    [
        "src/Attacks/Transcripts/GroundTruth.cs", "src/Attacks/Transcripts/TrueSamples.cs", "src/Attacks/Metrics/", "src/Attacks/Audit/",
    ];

    [Fact]
    public void No_attack_reaches_the_truth()
    {
        var places = SourceTree.Files
            .Where(file => file.Path.StartsWith("src/Attacks/", StringComparison.Ordinal) && !_judges.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal)))
            .SelectMany(file => _truth.SelectMany(file.PlacesOf));

        Assert.Empty(places);
    }

    [Fact]
    public void The_rule_sees_those_who_may()
    {
        var reader = SourceTree.Files.Single(file => file.Path == _judges[0]);

        Assert.NotEmpty(_truth.SelectMany(reader.PlacesOf));
        Assert.Contains(SourceTree.Files, file => file.Path == "src/Attacks/Transcripts/Transcript.cs");
    }
}
