using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

public sealed class ExamplesTests
{
    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_is_accepted(string name)
    {
        var experiment = ExperimentFile.Load(Repository.Example(name), []);

        // The main job's two call themselves by their algorithm, which is what their folders are called.
        Assert.Equal(Path.GetFileNameWithoutExtension(name).Replace("main-", "", StringComparison.Ordinal), experiment.Name);
    }
}
