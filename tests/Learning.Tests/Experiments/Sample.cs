using Federated.Learning.Experiments.Binding;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

internal static class Sample
{
    public static SampleOptions Read(string text, params string[] overrides) =>
        OptionsReader.Read<SampleOptions>(text, "run.yaml", overrides, _ => []);

    public static string[] Problems(string text, params string[] overrides) =>
        Assert.Throws<InputException>(() => Read(text, overrides)).Message.Split('\n');
}
