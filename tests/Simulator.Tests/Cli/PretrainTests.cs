using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary><c>fed pretrain</c></summary>
[Collection(CommandLineTests.Name)]
public sealed class PretrainTests : IDisposable
{
    private readonly Workplace _place = new();

    public PretrainTests() => _place.Write("texts/a.txt", string.Concat(Enumerable.Repeat("a rose is a rose. ", 60)));

    private string[] Small =>
        ["pretrain", "--text", _place["texts"], "--width", "8", "--blocks", "1", "--heads", "2", "--context", "8", "--batch", "4", "--steps", "40"];

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_same_command_writes_the_same_bytes()
    {
        var result = Workplace.Fed([.. Small, "--out", _place["one.safetensors"]]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("3000 parameters, 1080 bytes of text", result.Output, StringComparison.Ordinal);
        Assert.Contains("step 40 of 40: loss ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"model: {_place["one.safetensors"]}", result.Output, StringComparison.Ordinal);

        Workplace.Fed([.. Small, "--out", _place["two.safetensors"]]);
        Assert.Equal(File.ReadAllBytes(_place["one.safetensors"]), File.ReadAllBytes(_place["two.safetensors"]));
        var loss = SafetensorsFile.Read(_place["one.safetensors"]).Metadata["held_out_loss"];
        Assert.Contains($"held-out loss: {loss} nats per byte", result.Output, StringComparison.Ordinal);
        Assert.Equal(3000, ByteGptFile.Read(_place["one.safetensors"]).Weights!.Length);
    }

    [Theory]
    [InlineData("--steps", "0", "--steps: 0 is not accepted; expected a whole number in [1, 2147483647]")]
    [InlineData("--heads", "3", "model: 3 heads on a width of 8; expected a number that divides it")]
    [InlineData("--learning-rate", "-1", "--learning-rate: -1 is not accepted; expected a number above 0")]
    [InlineData("--held-out", "1", "--held-out: 1 is not accepted; expected a fraction in (0, 0.5]")]
    [InlineData("--held-out", "0.001", "text: 1080 bytes, 1 of them held out; expected more than a window of 8 in each part")]
    [InlineData("--text", "nowhere", "nowhere: no such folder; expected one with *.txt files")]
    [InlineData("--out", "nowhere/gpt.safetensors", "--out: there is no folder ")]
    [InlineData("--out", "nowhere/", "--out: nowhere/ is a folder; expected the name of a file")]
    public void What_cannot_be_done_is_refused_before_it_begins(string option, string value, string reason)
    {
        string[] command = [.. Small, "--out", _place["gpt.safetensors"]];
        var at = Array.IndexOf(command, option);
        string[] changed = at < 0 ? [.. command, option, value] : [.. command[..(at + 1)], value, .. command[(at + 2)..]];
        var result = Workplace.Fed(changed);
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith($"fed: {reason}", result.ErrorLines.Single(), StringComparison.Ordinal);
        Assert.False(File.Exists(_place["gpt.safetensors"]));
    }

    [Fact]
    public async Task An_interrupted_one_writes_nothing_and_says_so()
    {
        using var process = FedProcess.Start([.. Small[..^1], "2000000", "--seed", "3", "--out", _place["gpt.safetensors"]]);
        await process.ReadUntilAsync("3000 parameters");
        process.Interrupt();
        var result = await process.EndAsync();
        Assert.Equal(130, result.Code);
        Assert.Equal($"fed: interrupted; {_place["gpt.safetensors"]} was not written", result.ErrorLines.Single());
        Assert.False(File.Exists(_place["gpt.safetensors"]));
    }
}
