using System.CommandLine;

namespace Federated.Simulator.Commands;

/// <summary>The command line of <c>fed</c>.</summary>
public static class FedProgram
{
    private const string Description =
        """
        Federated and decentralised learning in one program: one experiment file, one process or many, the same bits.

        Without arguments it runs the main job: FedSpeed against FedAvg on real images that are built in, in about two minutes.
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

            Console.Error.WriteLine("fed: 'fed --help' shows what is accepted");
            return ExitCode.Refused;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Build()
    {
        var root = new RootCommand(Description)
        {
            RunCommand.Build(),
            ReportCommand.Build(),
            DataCommand.Build(),
            VersionCommand.Build(),
        };
        root.SetAction(_ => Guard.Run(verbose: false, MainJobCommand.Run));
        return root;
    }
}
