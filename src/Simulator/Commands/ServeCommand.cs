using System.CommandLine;
using Federated.Coordinator;
using Federated.Coordinator.Admission;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Simulator.Monitoring;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary><c>fed serve FILE</c></summary>
internal static class ServeCommand
{
    private static readonly Argument<string?> _file = new("FILE") { Description = "an experiment file", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> _listen = new("--listen") { Description = "where nodes find this coordinator", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:7070" };
    private static readonly Option<string?> _enrolment = new("--enrolment") { Description = "a file that 'fed tokens' made: each of its tokens lets one node in, in place of one token for all", HelpName = "FILE" };
    private static readonly Option<string?> _metrics = new("--metrics") { Description = "where a Prometheus finds /metrics, and others /health/live and /health/ready, for example http://127.0.0.1:9464 [default: nowhere]", HelpName = "URL" };
    private static readonly Option<string> _name = new("--name") { Description = "name of this coordinator's certificate", HelpName = "TEXT", DefaultValueFactory = _ => "coordinator" };
    private static readonly Option<bool> _hold = new("--hold") { Description = "let nodes join, and give them work once 'fed start' says so" };
    private static readonly Option<string?> _hosts = new("--hosts") { Description = "without a server: nodes to wait for before the run begins [default: 1]", HelpName = "N" };
    private static readonly Option<string?> _lease = new("--lease") { Description = "a node that is silent for so many seconds is gone, its work goes to others [default: 15]", HelpName = "SECONDS" };

    private static readonly Option<string?> _linger = new("--linger") { Description = "at the end, wait so many seconds for nodes that were there shortly before and have not heard it [default: 30]", HelpName = "SECONDS" };
    private static readonly Option<string?> _devices = new("--devices") { Description = "clients whose samples lie with nodes that join with --client: rounds wait for those nodes", HelpName = "K,K,..." };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "serve",
            "Run an experiment whose clients are trained by nodes that join over the network",
            "fed serve examples/main-fedavg.yaml --out runs/served",
            "fed serve --resume --out runs/served")
        {
            _file, _listen, TokenChoice.Text, TokenChoice.File, _enrolment, _lease, _linger, _devices, _hosts, _hold, CommonOptions.Certificates, _name, PlainText.Insecure,
            _metrics, ConsoleLog.Json,
            CommonOptions.Out, RunOptions.Set, RunOptions.Seed, RunOptions.Record, RunOptions.Workers, CommonOptions.Resume, RunOptions.Quiet, RunOptions.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var target = parsed.GetValue(CommonOptions.Out);
        var experiment = RunOptions.Load(parsed, "serve", parsed.GetValue(_file) is { } file ? [file] : [], target)[0];
        RequireServable(experiment);
        var options = Options(parsed);
        var metrics = MonitoringEndpoint.Parse(parsed.GetValue(_metrics));
        using var log = ConsoleLog.Open(ConsoleLog.Style(parsed), ("Run", experiment.Name));
        using var factory = new SerilogLoggerFactory(log);
        return Serve(parsed, experiment, target, options, metrics, factory).GetAwaiter().GetResult();
    }

    private static async Task<int> Serve(ParseResult parsed, Experiment experiment, string? target, CoordinatorOptions options, Uri? metrics, SerilogLoggerFactory log)
    {
        using var exporters = Exporters.Open("fed-coordinator", scraped: metrics is not null);
        await using var host = await CoordinatorHost.StartAsync(options, TimeProvider.System, log);
        var job = new Job(RunOptions.WorkerCount(parsed), parsed.GetValue(CommonOptions.Resume), RunOptions.Style(parsed), host);
        await using var monitoring = metrics is null ? null : await MonitoringEndpoint.StartAsync(metrics, () => host.IsReady, exporters.Figures!);
        try
        {
            var code = await Task.Run(() => job.Run([experiment], target));
            await host.FinishAsync(code == ExitCode.Done ? CoordinatorEnd.Done : CoordinatorEnd.Interrupted, "");
            return code;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await host.FinishAsync(CoordinatorEnd.Done, error.Message);
            throw;
        }
    }

    private static void RequireServable(Experiment experiment)
    {
        if (experiment.Task == TaskKind.Quadratic)
        {
            throw new InputException("task: quadratic is computed in float64 and in this process only; expected 'fed run', or another task");
        }
    }

    private static CoordinatorOptions Options(ParseResult parsed)
    {
        var text = parsed.GetValue(_listen)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https") || !System.Net.IPAddress.TryParse(listen.Host, out var address))
        {
            throw new InputException($"--listen: {text} is not accepted; expected an address and a port, for example http://127.0.0.1:7070");
        }

        PlainText.RequireOnPurpose(parsed, listen, $"--listen: {text}");
        var enrolment = parsed.GetValue(_enrolment);
        if (enrolment is not null && TokenChoice.Given(parsed) is not null)
        {
            throw new InputException("--enrolment makes no use of a token for all; expected one of them");
        }

        var token = enrolment is null ? TokenChoice.Read(parsed) : null;
        if (token is null && enrolment is null && !System.Net.IPAddress.IsLoopback(address))
        {
            throw new InputException($"--listen: {text} can be reached by others; expected a token that nodes are started with ({TokenChoice.Variable}, --token-file or --token), or --enrolment");
        }

        return new CoordinatorOptions
        {
            Listen = listen,
            Certificate = CertificateChoice.Load(parsed.GetValue(CommonOptions.Certificates), parsed.GetValue(_name)!, listen, $"--listen: {text}"),
            Token = token,
            Enrolment = enrolment is null ? null : EnrolmentFile.Read(enrolment),
            Beginning = parsed.GetValue(_hold) ? RunBeginning.WhenAsked : RunBeginning.AtOnce,
            Hosts = (int)Asked.Whole("--hosts", parsed.GetValue(_hosts), 1, 1, 100_000),
            Lease = TimeSpan.FromSeconds(Asked.Whole("--lease", parsed.GetValue(_lease), 15, 1, 86_400)),
            Linger = TimeSpan.FromSeconds(Asked.Whole("--linger", parsed.GetValue(_linger), 30, 0, 86_400)),
            Devices = [.. (parsed.GetValue(_devices) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(client => (int)Asked.Whole("--devices", client, usual: null, 0, 10_000_000)).Distinct()],
        };
    }
}
