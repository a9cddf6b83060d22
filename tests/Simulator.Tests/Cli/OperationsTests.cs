using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Federated.Protocol;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Federated.Simulator.Tests.Cli;

/// <summary>A coordinator as those see it who run it.</summary>
[Collection(CommandLineTests.Name)]
public sealed class OperationsTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_operator_watches_a_coordinator_and_stops_it()
    {
        var (url, metrics) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        using var serving = FedProcess.Start("serve", _place.Experiment, "--out", _place.Out, "--listen", url, "--metrics", metrics, "--log-json", "--quiet");
        await UntilReady($"{metrics}/health/ready");

        Assert.Equal((0, ""), Codes(Workplace.Fed("health", url)));
        var status = Workplace.Fed("status", url, "--run", _place.Out, "--json");
        Assert.Equal((0, ""), Codes(status));
        var reply = JsonDocument.Parse(status.Output).RootElement;
        Assert.Equal(("small", 0, 3, 0), (reply.GetProperty("run").GetString(), reply.GetProperty("rounds_done").GetInt32(), reply.GetProperty("rounds").GetInt32(), reply.GetProperty("nodes").GetArrayLength()));
        Assert.Contains("small: SCAFFOLD, round 0 of 3", Workplace.Fed("status", url, "--token-file", Path.Combine(_place.Out, "operator.token")).Output, StringComparison.Ordinal);
        using (var client = new HttpClient())
        {
            Assert.Contains("federated_nodes", await client.GetStringAsync($"{metrics}/metrics"), StringComparison.Ordinal);
            Assert.Equal("live", await client.GetStringAsync($"{metrics}/health/live"));
        }

        Refused("operator.token", "stop", url, "--token-file", _place.Write("wrong.token", "nonsense"));
        Assert.Equal((0, ""), Codes(Workplace.Fed("stop", url, "--run", _place.Out)));
        var served = await serving.EndAsync();

        Assert.Equal(130, served.Code);
        var line = JsonDocument.Parse(served.Error.Split('\n').First(text => text.Contains("operator's token", StringComparison.Ordinal))).RootElement;
        Assert.Equal("small", line.GetProperty("Run").GetString());
        Assert.Contains("fed serve --resume", served.Error, StringComparison.Ordinal);
        Assert.Equal(1, Workplace.Fed("health", url, "--timeout", "1").Code);
        Assert.Equal(1, Workplace.Fed("status", url, "--run", _place.Out).Code);
    }

    [Fact]
    public async Task Rounds_are_followed_and_both_ends_log_where_they_are()
    {
        var (url, metrics) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        var token = _place["token"];
        SecretFile.Write(token, "a token\n");
        using var serving = FedProcess.Start("serve", _place.Experiment, "--out", _place.Out, "--listen", url, "--token-file", token, "--metrics", metrics, "--log-json", "--quiet");
        await UntilReady($"{metrics}/health/ready");

        using var following = FedProcess.Start("status", url, "--run", _place.Out, "--follow", "--json", "--from", "1");
        await following.ReadUntilAsync("{\"run\":\"small\"");
        using var working = FedProcess.Start(new Dictionary<string, string> { ["FED_TOKEN"] = "a token" }, "join", url, "--virtual", "1", "--name", "worker", "--log-json");
        var (node, coordinator, rounds) = (await working.EndAsync(), await serving.EndAsync(), await following.EndAsync());

        Assert.Equal((0, 0, 0), (node.Code, coordinator.Code, rounds.Code));
        Assert.Equal([1, 2, 3], rounds.OutputLines.Skip(1).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("round").GetInt32()));
        var done = node.Error.Split('\n').Where(line => line.Contains("is done", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(12, done.Count);
        Assert.All(done, line => Assert.Equal(("small", "worker"), (line.GetProperty("Run").GetString(), line.GetProperty("Node").GetString())));
        Assert.Equal([1, 2, 3], done.Select(line => line.GetProperty("Round").GetInt32()).Distinct().Order());
        Assert.Contains("\"Node\":\"worker\"", coordinator.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--insecure", "serve", "FILE", "--listen", "http://0.0.0.0:7070", "--token", "a")]
    [InlineData("--insecure", "join", "http://192.0.2.1:7070", "--token", "a")]
    [InlineData("--insecure", "join", "http://fed.example.org:7070")]
    [InlineData("--insecure", "stop", "http://192.0.2.1:7070", "--run", "nowhere")]
    [InlineData("--enrolment", "serve", "FILE", "--listen", "http://0.0.0.0:7070", "--insecure")]
    [InlineData("exclude each other", "join", "http://127.0.0.1:1", "--token", "a", "--token-file", "b")]
    [InlineData("does not exist", "join", "http://127.0.0.1:1", "--token-file", "nowhere")]
    [InlineData("fed tokens", "serve", "FILE", "--enrolment", "nowhere")]
    [InlineData("one of them", "serve", "FILE", "--enrolment", "nowhere", "--token", "a")]
    [InlineData("--metrics", "serve", "FILE", "--metrics", "localhost:9464")]
    [InlineData("--run", "status", "http://127.0.0.1:1")]
    [InlineData("does not exist", "status", "http://127.0.0.1:1", "--run", "nowhere")]
    [InlineData("[1, 100000]", "tokens", "FILE", "--count", "0")]
    public void What_would_be_unsafe_or_makes_no_sense_is_refused(string mention, params string[] args) =>
        Refused(mention, [.. args.Select(arg => arg == "FILE" ? _place.Experiment : arg)]);

    [Fact]
    public void Tokens_are_printed_once_and_kept_as_hashes()
    {
        var first = Workplace.Fed("tokens", _place["enrolment"], "--count", "2");
        var second = Workplace.Fed("tokens", _place["enrolment"]);

        Assert.Equal((2, 1), (first.OutputLines.Length, second.OutputLines.Length));
        var lines = File.ReadAllLines(_place["enrolment"]);
        Assert.All(first.OutputLines.Concat(second.OutputLines), token => Assert.Contains(SecretHash.Of(token), lines));
    }

    [Fact]
    public void A_token_that_others_can_read_is_used_with_a_warning()
    {
        var path = _place.Write("token", "a");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        var result = Workplace.Fed("status", $"http://127.0.0.1:{FreePort()}", "--token-file", path);

        Assert.Equal(1, result.Code);
        Assert.Equal(!OperatingSystem.IsWindows(), result.Error.Contains("chmod 600", StringComparison.Ordinal));
    }

    private static void Refused(string mention, params string[] args)
    {
        var result = Workplace.Fed(args);

        Assert.Equal(2, result.Code);
        Assert.Contains(mention, result.Error, StringComparison.Ordinal);
    }

    private static (int Code, string Error) Codes(FedResult result) => (result.Code, result.Error);

    private static async Task UntilReady(string url)
    {
        using var client = new HttpClient();
        using var end = new CancellationTokenSource(_patience);
        for (var code = HttpStatusCode.ServiceUnavailable; code != HttpStatusCode.OK;)
        {
            try
            {
                code = (await client.GetAsync(url, end.Token)).StatusCode;
            }
            catch (HttpRequestException)
            {
                // It is not there yet.
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
