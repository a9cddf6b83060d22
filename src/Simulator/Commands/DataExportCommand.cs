using System.CommandLine;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;

namespace Federated.Simulator.Commands;

/// <summary><c>fed data export</c></summary>
internal static class DataExportCommand
{
    private static readonly Argument<string> _experiment = new("FILE") { Description = "an experiment file" };
    private static readonly Option<string?> _client = new("--client") { Description = "whose samples", HelpName = "K" };
    private static readonly Option<string?> _out = new("--out", "-o") { Description = "folder for train_x.npy and train_y.npy; files of these names are replaced", HelpName = "DIR" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var export = new CommandWithExamples(
            "export",
            "Write the samples that an experiment gives to a client, as 'fed join --data-folder' reads them",
            "fed data export examples/main-fedavg.yaml --client 3 --out client-3")
        { _experiment, _client, _out };
        export.SetAction(parsed => Guard.Run(parsed, Export));
        return export;
    }

    private static int Export(ParseResult parsed)
    {
        var file = parsed.GetValue(_experiment)!;
        var folder = parsed.GetValue(_out) ?? throw new InputException("--out: required but missing; expected a folder");
        var experiment = ExperimentFile.Load(file, []);
        if (experiment.Task != TaskKind.Classification)
        {
            throw new InputException($"{file}: its samples are not arrays of numbers; expected 'task: classification'");
        }

        var (data, partition) = ExperimentRun.LoadData(experiment, DataPlaces.Current());
        var client = (int)Asked.Whole("--client", parsed.GetValue(_client), usual: null, 0, partition.Clients - 1);
        var (train, _) = data.Halves<ImageSet>("images");
        SampleFolder.Write(folder, train, partition[client]);
        Console.WriteLine($"{folder}: {partition[client].Length} samples of {train.Shape}");
        return ExitCode.Done;
    }
}
