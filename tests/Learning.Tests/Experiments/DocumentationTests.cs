using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class DocumentationTests
{
    private const string Mark = "<!-- The rest of this page is made from the options records: see DocumentationTests. -->\n";

    /// <summary>With the environment variable FEDERATED_UPDATE_DOCS=1 the reference is brought up to date first.</summary>
    [Fact]
    public void Every_key_is_described_in_the_documentation()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "experiment-file.md");
        var page = File.ReadAllText(path);
        var reference = ReferenceText.Make();
        if (Environment.GetEnvironmentVariable("FEDERATED_UPDATE_DOCS") == "1")
        {
            page = page[..(page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)] + "\n" + reference;
            File.WriteAllText(path, page);
        }

        var described = page.Split('\n').ToHashSet();
        var missing = reference.Split('\n').Where(line => line.Length > 0 && !described.Contains(line)).ToList();
        Assert.True(
            missing.Count == 0,
            $"docs/experiment-file.md is out of date; run the tests once with FEDERATED_UPDATE_DOCS=1. Missing:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_network_is_named_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "experiment-file.md"));

        Assert.All(ModelCatalogue.Names.Concat(LanguageModelCatalogue.Names), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Federated.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Federated.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
