namespace Federated.Simulator.Tests.Cli;

/// <summary>What a user sees of one call of <c>fed</c>.</summary>
internal sealed record FedResult(int Code, string Output, string Error)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
