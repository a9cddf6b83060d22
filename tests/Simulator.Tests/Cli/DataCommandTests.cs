using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class DataCommandTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Every_data_set_is_listed_with_where_it_is_or_how_to_get_it()
    {
        var result = Workplace.Fed("data", "list");

        Assert.Equal((0, ""), (result.Code, result.Error));
        string[] names = ["fashion-mnist-mini", "fashion-mnist", "mnist", "cifar10", "cifar100", "femnist", "synthetic", "arrays", "mails", "text", "prompts", "speeches"];
        Assert.Equal(names, result.OutputLines.Where(line => line[0] != ' ').Select(line => line.Split(' ')[0]));
        Assert.Equal(names.Length, result.OutputLines.Count(line => line.Contains("found: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_split_is_shown_by_client_and_class()
    {
        var result = Workplace.Fed("data", "show", _place.Experiment);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("400 + 100 samples of 1x6x6", result.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains(result.OutputLines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["all", .. { Length: 10 }]);
    }

    [Fact]
    public void A_client_s_part_is_exported()
    {
        var result = Workplace.Fed("data", "export", _place.Experiment, "--client", "1", "--out", _place["part"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(["train_x.npy", "train_y.npy"], Directory.GetFiles(_place["part"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("samples of 1x6x6", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--client", "1000000", "--out", "part")]
    [InlineData("--out", "part")]
    [InlineData("--client", "1")]
    public void An_export_of_nobody_or_to_nowhere_is_refused(params string[] options)
    {
        var result = Workplace.Fed(["data", "export", _place.Experiment, .. options.Select(option => option == "part" ? _place["part"] : option)]);

        Assert.Equal(2, result.Code);
        Assert.Contains("expected", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place["part"]));
    }

    [Fact]
    public async Task A_download_without_a_network_is_refused_with_another_way()
    {
        // Nothing listens on this proxy.
        var offline = new Dictionary<string, string>
        {
            ["all_proxy"] = "http://127.0.0.1:9",
            ["https_proxy"] = "http://127.0.0.1:9",
            ["http_proxy"] = "http://127.0.0.1:9",
            ["no_proxy"] = "",
            ["XDG_CACHE_HOME"] = _place["cache"],
        };
        using var process = FedProcess.Start(offline, "data", "get", "cifar10");
        var result = await process.EndAsync();

        Assert.Equal(2, result.Code);
        var line = Assert.Single(result.ErrorLines);
        Assert.Contains("cannot be downloaded", line, StringComparison.Ordinal);
        Assert.Contains("data.folder", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_place.Root, "*", SearchOption.AllDirectories).Except([_place.Experiment]));
    }
}
