using System.CommandLine;

namespace Federated.Simulator.Commands;

/// <summary>The command line of <c>fed</c>.</summary>
public static class FedProgram
{
    private const string Description =
        """
        Federated and decentralised learning in one program: one experiment file, one process or many, the same bits.

        Without a command it runs the main job: FedSpeed against FedAvg on real images that are built in, in about two minutes.

        Exit codes: 0 done, 1 the run failed, 2 the input was refused, 130 interrupted (the state is saved).

        Examples:
          fed                                          the main job
          fed run examples/logistic-synthetic.yaml     an experiment file
          fed run --help                               what else a run accepts
        """;

    /// <summary>Runs one command; errors are one line on the error stream.</summary>
    /// <param name="args">words after the program's name</param>
    /// <returns>0 done, 1 failed, 2 refused, 130 interrupted</returns>
    public static int Run(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"fed: {error.Message}");
            }

            Console.Error.WriteLine($"fed: '{HelpCommand(parsed)}' shows what is accepted");
            return ExitCode.Refused;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>All commands and options.</summary>
    internal static RootCommand Build()
    {
        var root = new RootCommand(Description)
        {
            RunCommand.Build(),
            ServeCommand.Build(),
            JoinCommand.Build(),
            TokensCommand.Build(),
            StatusCommand.Build(),
            StartCommand.Build(),
            StopCommand.Build(),
            HealthCommand.Build(),
            ReportCommand.Build(),
            AttackCommand.Build(),
            AuditCommand.Build(),
            TopologyCommand.Build(),
            SpsaCommand.Build(),
            PretrainCommand.Build(),
            DataCommand.Build(),
            CertsCommand.Build(),
            VersionCommand.Build(),
            CommonOptions.Out,
            CommonOptions.Resume,
            CommonOptions.Verbose,
        };
        HelpWithExamples.Install(root);
        root.SetAction(parsed => Guard.Run(parsed, MainJobCommand.Run));
        return root;
    }

    private static string HelpCommand(ParseResult parsed)
    {
        var names = new List<string> { "--help" };
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
        {
            names.Insert(0, result.Command.Name);
        }

        return $"fed {string.Join(' ', names)}";
    }
}
