using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class HelpTests
{
    [Theory]
    [InlineData("", "--resume", "run <FILE>", "report <DIR>", "data", "version", "130 interrupted", "Examples:")]
    [InlineData("run", "--out <DIR>", "[default: runs/<name>-<time>, or runs/comparison-<time>]", "--set <KEY=VALUE>", "--seed <N>", "--workers <N>", "--quiet", "--json", "--verbose", "Examples:")]
    [InlineData("serve", "--listen <URL>", "--token-file <FILE>", "FED_TOKEN", "--enrolment <FILE>", "--insecure", "--metrics <URL>", "--log-json", "Examples:")]
    [InlineData("join", "<URL>", "--token-file <FILE>", "--insecure", "--log-json", "Examples:")]
    [InlineData("tokens", "<FILE>", "--count <N>", "Examples:")]
    [InlineData("status", "<URL>", "--follow", "--from <N>", "--json", "--run <DIR>", "--token-file <FILE>", "Examples:")]
    [InlineData("stop", "<URL>", "--run <DIR>", "Examples:")]
    [InlineData("health", "<URL>", "--timeout <SECONDS>", "Examples:")]
    [InlineData("report", "<DIR>", "--out <FILE>", "[default: report.html in the first DIR]", "Examples:")]
    [InlineData("topology", "<NAME>", "--nodes <N>", "--weights <RULE>", "--set <KEY=VALUE>", "--contraction <X>", "--parameters <D>", "--svg <FILE>", "--json", "Examples:")]
    [InlineData("attack", "<DIR>", "--attack <NAME>", "--round <N>", "--client <N>", "--threat <LETTER>", "--labels <HOW>", "--defence <NAME[:KEY=VALUE,...]>", "--adaptive", "--samples <N>", "--set <KEY=VALUE>", "--json", "Examples:")]
    [InlineData("audit", "<DIR>", "--suite <SUITE>", "--rounds <N,N,...>", "--minutes <N>", "seed of all that attacks and defences draw [default: 1]", "--out <DIR>", "--json", "Examples:")]
    [InlineData("data", "list", "get <NAME>", "show <FILE>")]
    [InlineData("data get", "<NAME>", "Examples:")]
    [InlineData("data show", "<FILE>", "Examples:")]
    [InlineData("certs", "init <DIR>", "issue <DIR> <NAME>", "renew <DIR> <NAME>", "show <DIR>")]
    [InlineData("certs init", "<DIR>", "--name <TEXT>", "Examples:")]
    [InlineData("certs issue", "<DIR>", "<NAME>", "--host <HOST>", "--days <N>", "1 to 825 [default: 90]", "--operator", "Examples:")]
    [InlineData("certs renew", "<DIR>", "<NAME>", "--days <N>", "Examples:")]
    [InlineData("certs show", "<DIR>", "Examples:")]
    [InlineData("version", "--help")]
    public void Help_explains_every_command(string command, params string[] mentions)
    {
        var result = Workplace.Fed([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(mentions, text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.Equal(mentions.Contains("Examples:") ? 1 : 0, result.OutputLines.Count(line => line.Trim() == "Examples:"));
    }

    [Fact]
    public async Task Versions_name_what_computes()
    {
        var result = await FedProcess.RunAsync("version");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(["dotnet", "federated", "libtorch", "os", "torchsharp"], result.OutputLines.Select(line => line.Split(' ')[0]));
    }
}
