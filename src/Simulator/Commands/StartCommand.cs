using System.CommandLine;
using Federated.Protocol;

namespace Federated.Simulator.Commands;

/// <summary><c>fed start URL</c></summary>
internal static class StartCommand
{
    /// <summary>The command for the parser.</summary>
    public static Command Build() => OperatorCommand.Build(
        "start",
        "Let a run begin whose coordinator was started with --hold",
        "fed start http://127.0.0.1:7070 --run runs/served",
        (client, headers) => client.StartAsync(new StartRequest { Version = ProtocolVersion.Current }, headers).ResponseAsync,
        "gives nodes work from now on");
}
