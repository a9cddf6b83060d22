using System.CommandLine;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Simulator.Commands;

/// <summary><c>fed status URL</c></summary>
internal static class StatusCommand
{
    private static readonly Option<bool> _follow = new("--follow") { Description = "then show every round as it comes to its end" };
    private static readonly Option<string?> _from = new("--from") { Description = "with --follow: begin with round N, which may be over [default: the next]", HelpName = "N" };
    private static readonly Option<bool> _json = new("--json") { Description = "JSON: an object, and with --follow one for each round, in lines" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "status",
            "Show how a coordinator's run goes, and who works for it",
            "fed status http://127.0.0.1:7070 --run runs/served",
            "fed status https://fed.example.org:7070 --certificates certs --name alice --follow")
        { RemoteCoordinator.Url, _follow, _from, _json };
        foreach (var option in RemoteCoordinator.Connection.Concat(RemoteCoordinator.Proof))
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var from = (int)Asked.Whole("--from", parsed.GetValue(_from), 0, 0, int.MaxValue);
        using var coordinator = RemoteCoordinator.ForOperator(parsed);
        using var interruption = new Interruption();
        coordinator.CallAsync(() => Show(parsed, coordinator, from, interruption.Token)).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static async Task Show(ParseResult parsed, RemoteCoordinator coordinator, int from, CancellationToken cancellation)
    {
        var client = new Operator.OperatorClient(coordinator.Channel);
        var json = parsed.GetValue(_json);
        var status = await client.StatusAsync(new StatusRequest { Version = ProtocolVersion.Current }, coordinator.Headers, cancellationToken: cancellation);
        Console.Write(json ? StatusText.Json(status) : StatusText.Page(status));
        if (!parsed.GetValue(_follow))
        {
            return;
        }

        var first = parsed.GetValue(_from) is null ? status.RoundsDone + 1 : from;
        using var call = client.Metrics(new MetricsRequest { Version = ProtocolVersion.Current, From = first }, coordinator.Headers, cancellationToken: cancellation);
        try
        {
            await foreach (var round in call.ResponseStream.ReadAllAsync(cancellation))
            {
                Console.WriteLine(json ? round.Json : StatusText.Round(round.Json));
            }
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
