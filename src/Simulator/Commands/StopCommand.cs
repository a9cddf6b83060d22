using System.CommandLine;
using Federated.Protocol;

namespace Federated.Simulator.Commands;

/// <summary><c>fed stop URL</c></summary>
internal static class StopCommand
{
    /// <summary>The command for the parser.</summary>
    public static Command Build() => OperatorCommand.Build(
        "stop",
        "Have a coordinator save the last complete round and end; 'fed serve --resume' goes on",
        "fed stop http://127.0.0.1:7070 --run runs/served",
        (client, headers) => client.StopAsync(new StopRequest { Version = ProtocolVersion.Current }, headers).ResponseAsync,
        "saves the last complete round and ends");
}
