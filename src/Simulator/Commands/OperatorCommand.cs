using System.CommandLine;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Simulator.Commands;

/// <summary>Commands that tell a coordinator something.</summary>
internal static class OperatorCommand
{
    /// <summary>One of them, for the parser.</summary>
    /// <param name="name">the verb</param>
    /// <param name="description">what it does</param>
    /// <param name="example">how it is called</param>
    /// <param name="call">tells the coordinator</param>
    /// <param name="done">what the coordinator does then, for people</param>
    public static Command Build(string name, string description, string example, Func<Operator.OperatorClient, Metadata, Task> call, string done)
    {
        var command = new CommandWithExamples(name, description, example) { RemoteCoordinator.Url };
        foreach (var option in RemoteCoordinator.Connection.Concat(RemoteCoordinator.Proof))
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Guard.Run(parsed, parsed => Run(parsed, call, done)));
        return command;
    }

    private static int Run(ParseResult parsed, Func<Operator.OperatorClient, Metadata, Task> call, string done)
    {
        using var coordinator = RemoteCoordinator.ForOperator(parsed);
        var client = new Operator.OperatorClient(coordinator.Channel);
        coordinator.CallAsync(() => call(client, coordinator.Headers)).GetAwaiter().GetResult();
        Console.WriteLine($"{coordinator.Address}: {done}");
        return ExitCode.Done;
    }
}
