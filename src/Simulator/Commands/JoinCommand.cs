using System.CommandLine;
using Federated.Client;
using Federated.Learning;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary><c>fed join URL</c></summary>
internal static class JoinCommand
{
    private static readonly Argument<string> _url = new("URL") { Description = "where the coordinator listens, for example http://127.0.0.1:7070" };
    private static readonly Option<string?> _virtual = new("--virtual") { Description = "clients that are trained at the same time, each on one core [default: one per core]", HelpName = "N" };
    private static readonly Option<string?> _token = new("--token") { Description = "the token that 'fed serve' was started with", HelpName = "TEXT" };
    private static readonly Option<string?> _name = new("--name") { Description = "name of this node, with --certificates that of its certificate [default: this machine's and the process's]", HelpName = "TEXT" };

    private static readonly Option<string?> _peer = new("--peer") { Description = "without a server: where this node listens for others [default: the address towards the coordinator, any free port]", HelpName = "URL" };
    private static readonly Option<string?> _peerAddress = new("--peer-address") { Description = "without a server: where others find this node [default: where it listens]", HelpName = "URL" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "join",
            "Work for a coordinator until its run is over",
            "fed join http://127.0.0.1:7070",
            "fed join http://10.0.0.5:7070 --virtual 2 --token SECRET")
        {
            _url, _virtual, _token, _name, CommonOptions.Certificates, _peer, _peerAddress,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var text = parsed.GetValue(_url)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new InputException($"{text}: not the address of a coordinator; expected for example http://127.0.0.1:7070");
        }

        var name = parsed.GetValue(_name) ?? $"{Environment.MachineName}-{Environment.ProcessId}";
        using var certificate = CertificateChoice.Load(parsed.GetValue(CommonOptions.Certificates), name, url, $"{text}:");

        using var interruption = new Interruption();
        using var log = ConsoleLog.Open();
        using var factory = new SerilogLoggerFactory(log);
        var options = new NodeOptions
        {
            Coordinator = url,
            Name = name,
            Token = parsed.GetValue(_token),
            Slots = (int)Asked.Whole("--virtual", parsed.GetValue(_virtual), Environment.ProcessorCount, 1, 4096),
            DataLocations = DataPlaces.Current(),
            Peers = PeerChoice.Read(parsed.GetValue(_peer), parsed.GetValue(_peerAddress), certificate, factory.CreateLogger("node")),
            Handler = certificate is null ? null : () => SecureHandler.Create(certificate, url, TimeProvider.System, factory.CreateLogger("node")),
        };
        new Node(options, TimeProvider.System, factory.CreateLogger("node")).RunAsync(interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Done;
    }
}
