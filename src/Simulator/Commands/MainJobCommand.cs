using System.CommandLine;
using Federated.Learning.Experiments;
using Federated.Simulator.Progress;

namespace Federated.Simulator.Commands;

/// <summary><c>fed</c> without arguments: FedSpeed against FedAvg on the built-in images.</summary>
internal static class MainJobCommand
{
    private const string Introduction =
        """
        FedSpeed against FedAvg: 100 clients, 10 per round, Dirichlet 0.3,
        on 10,000 Fashion-MNIST images that are built in.
        'fed --help' shows what else there is; 'fed run FILE' runs an experiment of
        your own (examples/ has some to start from).

        """;

    /// <summary>Runs both experiments and writes the report.</summary>
    public static int Run(ParseResult parsed)
    {
        Console.WriteLine(Introduction);
        var job = new Job(Environment.ProcessorCount, parsed.GetValue(CommonOptions.Resume), ProgressStyle.Auto);
        return job.Run([Load("main-fedavg.yaml"), Load("main-fedspeed.yaml")], parsed.GetValue(CommonOptions.Out));
    }

    private static Experiment Load(string name)
    {
        using var stream = typeof(MainJobCommand).Assembly.GetManifestResourceStream($"examples.{name}")
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return ExperimentFile.Parse(reader.ReadToEnd(), name, []);
    }
}
