using System.CommandLine;
using Federated.Protocol;

namespace Federated.Simulator.Commands;

/// <summary><c>fed stop URL</c></summary>
internal static class StopCommand
{
    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "stop",
            "Have a coordinator save the last complete round and end; 'fed serve --resume' goes on",
            "fed stop http://127.0.0.1:7070 --run runs/served")
        { RemoteCoordinator.Url };
        foreach (var option in RemoteCoordinator.Connection.Concat(RemoteCoordinator.Proof))
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var coordinator = RemoteCoordinator.ForOperator(parsed);
        var client = new Operator.OperatorClient(coordinator.Channel);
        coordinator.CallAsync(() => client.StopAsync(new StopRequest { Version = ProtocolVersion.Current }, coordinator.Headers).ResponseAsync).GetAwaiter().GetResult();
        Console.WriteLine($"{coordinator.Address}: saves the last complete round and ends");
        return ExitCode.Done;
    }
}
