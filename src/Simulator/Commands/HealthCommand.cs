using System.CommandLine;
using Federated.Learning.Rounds;
using Grpc.Core;
using Grpc.Health.V1;

namespace Federated.Simulator.Commands;

/// <summary><c>fed health URL</c></summary>
internal static class HealthCommand
{
    private static readonly Option<string?> _patience = new("--timeout") { Description = "seconds to wait for an answer [default: 3]", HelpName = "SECONDS" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "health",
            "Ask a coordinator whether it is well: exit code 0 or 1, for containers and scripts",
            "fed health http://127.0.0.1:7070")
        { RemoteCoordinator.Url, _patience };
        foreach (var option in RemoteCoordinator.Connection)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var patience = TimeSpan.FromSeconds(Asked.Whole("--timeout", parsed.GetValue(_patience), 3, 1, 600));
        using var coordinator = RemoteCoordinator.ForAnybody(parsed);
        coordinator.CallAsync(() => Check(coordinator, patience)).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static async Task Check(RemoteCoordinator coordinator, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        try
        {
            var reply = await new Health.HealthClient(coordinator.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: end.Token);
            if (reply.Status != HealthCheckResponse.Types.ServingStatus.Serving)
            {
                throw new RunFailedException($"{coordinator.Address}: {reply.Status}");
            }

            Console.WriteLine($"{coordinator.Address}: well");
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled)
        {
            throw new RunFailedException($"{coordinator.Address}: no answer within {patience.TotalSeconds:F0} s");
        }
    }
}
