using Xunit;

namespace Federated.Architecture.Tests;

/// <summary>Rules of the house that the text of the source shows.</summary>
public sealed class HouseRuleTests
{
    private const int LongestFile = 300;

    [Theory]
    [InlineData("new Random(", "draw from a KeyedStream")]
    [InlineData("Random.Shared", "draw from a KeyedStream")]
    [InlineData("manual_seed(", "draw from a KeyedStream")]
    [InlineData("DateTime.Now", "take a TimeProvider")]
    [InlineData("DateTime.UtcNow", "take a TimeProvider")]
    [InlineData("DateTimeOffset.Now", "take a TimeProvider")]
    [InlineData("DateTimeOffset.UtcNow", "take a TimeProvider")]
    [InlineData("Thread.Sleep(", "wait for what is awaited")]
    public void Nothing_ambient_is_used(string text, string instead)
    {
        var places = SourceTree.Files.SelectMany(file => file.PlacesOf(text)).ToList();

        Assert.True(places.Count == 0, $"'{text}' ({instead}) in {string.Join(", ", places)}");
    }

    [Fact]
    public void A_file_holds_one_public_type()
    {
        var crowded = SourceTree.Files
            .Where(file => file.PublicTypes().Count > 1)
            .Select(file => $"{file.Path}: {string.Join(", ", file.PublicTypes())}");

        Assert.Empty(crowded);
    }

    [Fact]
    public void Files_stay_short()
    {
        var longFiles = SourceTree.Files
            .Where(file => file.Lines.Count >= LongestFile)
            .Select(file => $"{file.Path}: {file.Lines.Count} lines");

        Assert.Empty(longFiles);
    }

    [Fact]
    public void The_rules_see_the_whole_tree()
    {
        Assert.Contains(SourceTree.Files, file => file.Path == "src/Learning/InputException.cs");
        Assert.Contains(SourceTree.Files, file => file.Path.StartsWith("src/Simulator/", StringComparison.Ordinal));
        Assert.Contains(SourceTree.Files, file => file.PublicTypes().Contains("KeyedStream"));
    }

    [Fact]
    public void The_rules_see_code_and_overlook_comments_and_nested_types()
    {
        var file = new SourceFile("a.cs",
        [
            "// DateTime.Now is not used here",
            "var now = DateTime.Now; // yes it is",
            "public sealed partial record A<T>(int B)",
            "    public enum Nested { }",
            "public readonly record struct B",
            "public delegate void C(int d);",
            "internal static class D",
        ]);

        Assert.Equal(["a.cs:2"], file.PlacesOf("DateTime.Now"));
        Assert.Equal(["A", "B", "C"], file.PublicTypes());
    }
}
