using System.CommandLine;
using Federated.Client;
using Federated.Simulator.Monitoring;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary><c>fed join URL</c></summary>
internal static class JoinCommand
{
    private static readonly Argument<string> _url = new("URL") { Description = "where the coordinator listens, for example http://127.0.0.1:7070" };
    private static readonly Option<string?> _virtual = new("--virtual") { Description = "clients that are trained at the same time, each on one core [default: one per core]", HelpName = "N" };
    private static readonly Option<string?> _name = new("--name") { Description = "name of this node, with --certificates that of its certificate [default: this machine's and the process's]", HelpName = "TEXT" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "join",
            "Work for a coordinator until its run is over",
            "fed join http://127.0.0.1:7070",
            "fed join https://fed.example.org:7070 --name worker-1 --certificates certs --token-file token.txt")
        {
            _url, _virtual, TokenChoice.Text, TokenChoice.File, _name, CommonOptions.Certificates, PlainText.Insecure, ConsoleLog.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var text = parsed.GetValue(_url)!;
        var url = RemoteCoordinator.AddressOf(text);
        PlainText.RequireOnPurpose(parsed, url, text);
        var name = parsed.GetValue(_name) ?? $"{Environment.MachineName}-{Environment.ProcessId}";
        using var certificate = CertificateChoice.Load(parsed.GetValue(CommonOptions.Certificates), name, url, $"{text}:");

        using var interruption = new Interruption();
        using var log = ConsoleLog.Open(ConsoleLog.Style(parsed), ("Node", name));
        using var factory = new SerilogLoggerFactory(log);
        var options = new NodeOptions
        {
            Coordinator = url,
            Name = name,
            Token = TokenChoice.Read(parsed),
            Slots = (int)Asked.Whole("--virtual", parsed.GetValue(_virtual), Environment.ProcessorCount, 1, 4096),
            DataLocations = DataPlaces.Current(),
            Handler = certificate is null ? null : () => SecureHandler.Create(certificate, url, TimeProvider.System, factory.CreateLogger("node")),
        };
        using var exporters = Exporters.Open("fed-node", scraped: false);
        new Node(options, TimeProvider.System, factory.CreateLogger("node")).RunAsync(interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Done;
    }
}
