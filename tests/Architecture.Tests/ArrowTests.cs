using System.Xml.Linq;
using Xunit;

namespace Federated.Architecture.Tests;

/// <summary>Arrows between projects only point down.</summary>
public sealed class ArrowTests
{
    /// <summary>What each project may reference. A new project is added here, with a reason.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Attacks"] = ["Learning"],
        ["Learning"] = [],
        ["Client"] = ["Learning", "Protocol"],
        ["Coordinator"] = ["Learning", "Protocol"],
        ["Protocol"] = [],
        ["Simulator"] = ["Attacks", "Client", "Coordinator", "Learning", "Protocol"],
    };

    [Fact]
    public void Projects_reference_only_what_stands_below_them()
    {
        Assert.NotEmpty(SourceTree.Projects);
        var wrong = SourceTree.Projects.SelectMany(path =>
        {
            var name = Path.GetFileNameWithoutExtension(path);
            return MayReference.TryGetValue(name, out var allowed)
                ? References(path).Except(allowed).Select(reference => $"{name} -> {reference}")
                : [$"{name} is not in the list of projects"];
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public void Learning_stands_on_the_ground() =>
        Assert.DoesNotContain(ReferencesOfLearning(), name => name.StartsWith("Federated", StringComparison.Ordinal) || name == "fed");

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.Extensions.Hosting")]
    [InlineData("Grpc")]
    [InlineData("System.Console")]
    [InlineData("System.CommandLine")]
    [InlineData("Spectre")]
    [InlineData("Serilog")]
    public void Learning_knows_no_host_and_no_console(string prefix) =>
        Assert.DoesNotContain(ReferencesOfLearning(), name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static List<string> ReferencesOfLearning()
    {
        var names = typeof(Learning.InputException).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.Contains("System.Runtime", names);
        return names;
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
