using System.CommandLine;
using Federated.Client;
using Federated.Learning;
using Federated.Simulator.Monitoring;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary><c>fed join URL</c></summary>
internal static class JoinCommand
{
    private static readonly Argument<string> _url = new("URL") { Description = "where the coordinator listens, for example http://127.0.0.1:7070" };
    private static readonly Option<string?> _virtual = new("--virtual") { Description = "clients that are trained at the same time, each on one core [default: one per core]", HelpName = "N" };
    private static readonly Option<string?> _name = new("--name") { Description = "name of this node, with --certificates that of its certificate [default: this machine's and the process's]", HelpName = "TEXT" };

    private static readonly Option<string?> _peer = new("--peer") { Description = "without a server: where this node listens for others [default: the address towards the coordinator, any free port]", HelpName = "URL" };
    private static readonly Option<string?> _peerAddress = new("--peer-address") { Description = "without a server: where others find this node [default: where it listens]", HelpName = "URL" };
    private static readonly Option<string?> _state = new("--state") { Description = "folder, of this node only, that keeps finished work until the coordinator has it: killed in between, the node does not compute it again", HelpName = "DIR" };
    private static readonly Option<string?> _drain = new("--drain") { Description = "after Ctrl-C or SIGTERM, work that was begun may take so many seconds more; a second signal ends at once [default: 20]", HelpName = "SECONDS" };
    private static readonly Option<string?> _folder = new("--data-folder") { Description = "folder with train_x.npy and train_y.npy, the samples of --client: no others are trained here", HelpName = "DIR" };
    private static readonly Option<string?> _client = new("--client") { Description = "client of the experiment whose samples are in --data-folder", HelpName = "K" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "join",
            "Work for a coordinator until its run is over",
            "fed join http://127.0.0.1:7070",
            "fed join https://fed.example.org:7070 --name worker-1 --certificates certs --token-file token.txt --state state",
            "fed join http://127.0.0.1:7070 --data-folder my-samples --client 3")
        {
            _url, _virtual, TokenChoice.Text, TokenChoice.File, _name, CommonOptions.Certificates, PlainText.Insecure, _state, _drain, _folder, _client,
            _peer, _peerAddress, ConsoleLog.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var text = parsed.GetValue(_url)!;
        var url = RemoteCoordinator.AddressOf(text);
        PlainText.RequireOnPurpose(parsed, url, text);
        var own = Own(parsed);

        // A node with samples of its own is known by its name when it comes back: it has the same each time.
        var name = parsed.GetValue(_name) ?? $"{Environment.MachineName}-{(own is null ? $"{Environment.ProcessId}" : $"client-{own.Client}")}";
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
            Peers = PeerChoice.Read(parsed.GetValue(_peer), parsed.GetValue(_peerAddress), certificate, factory.CreateLogger("node")),
            StateFolder = parsed.GetValue(_state),
            Drain = TimeSpan.FromSeconds(Asked.Whole("--drain", parsed.GetValue(_drain), 20, 0, 86_400)),
            Own = own,
            Handler = certificate is null ? null : () => SecureHandler.Create(certificate, url, TimeProvider.System, factory.CreateLogger("node")),
        };
        using var exporters = Exporters.Open("fed-node", scraped: false);
        new Node(options, TimeProvider.System, factory.CreateLogger("node")).RunAsync(interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static OwnSamples? Own(ParseResult parsed)
    {
        var (folder, client) = (parsed.GetValue(_folder), parsed.GetValue(_client));
        return folder is null && client is null
            ? null
            : folder is null
                ? throw new InputException("--client: needs --data-folder with the client's samples")
                : new OwnSamples((int)Asked.Whole("--client", client, usual: null, 0, 10_000_000), folder);
    }
}
