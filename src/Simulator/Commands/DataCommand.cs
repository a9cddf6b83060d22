using System.CommandLine;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Data.Downloads;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;
using Federated.Simulator.Progress;
using Spectre.Console;

namespace Federated.Simulator.Commands;

/// <summary><c>fed data list|get|show|export</c></summary>
internal static class DataCommand
{
    private static readonly Argument<string> _name = new("NAME") { Description = "a data set that 'fed data list' shows" };

    private static readonly Argument<string> _experiment = new("FILE") { Description = "an experiment file" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var list = new Command("list", "Show the data sets and where they were found");
        list.SetAction(parsed => Guard.Run(parsed, _ => List()));
        var get = new CommandWithExamples(
            "get",
            "Download a data set from its official address into ~/.cache/federated, and check its checksum",
            "fed data get cifar10")
        { _name };
        get.SetAction(parsed => Guard.Run(parsed, words => Get(words.GetValue(_name)!)));
        var show = new CommandWithExamples(
            "show",
            "Show how an experiment splits its data over clients: samples of each class",
            "fed data show examples/fedspeed-fashion-mnist.yaml")
        { _experiment };
        show.SetAction(parsed => Guard.Run(parsed, words => Show(words.GetValue(_experiment)!)));
        return new Command("data", "List, download and look at data sets") { list, get, show, DataExportCommand.Build() };
    }

    private static int List()
    {
        foreach (var set in new DatasetCatalogue(DataPlaces.Current()).Describe())
        {
            Console.WriteLine($"{set.Name,-19} {Content(set)}");
            Console.WriteLine($"  licence: {set.Licence}");
            Console.WriteLine(set.Found is { } place ? $"  found: {place}" : $"  not found: {set.HowToGet}");
        }

        return ExitCode.Done;
    }

    private static string Content(DatasetDescription set) => set.Samples == set.Shape
        ? $"samples, shape and classes: {set.Samples}"
        : $"{set.Samples} samples, {set.Shape}, {set.Classes} classes";

    private static string Sizes(PartitionSummary summary) => summary.Smallest == summary.Largest
        ? $"{summary.Largest} samples each"
        : $"{summary.Smallest} to {summary.Largest} samples";

    private static int Get(string name)
    {
        using var interruption = new Interruption();
        using var handler = new SocketsHttpHandler();
        using var downloader = new DataDownloader(handler, DataPlaces.Current(), DataSource.Official, TimeSpan.FromSeconds(1));
        Console.WriteLine(Terminal.Open().Status().Start(
            $"downloading {Markup.Escape(name)}",
            status => downloader.DownloadAsync(name, new StatusProgress(status), interruption.Token).GetAwaiter().GetResult()));
        return ExitCode.Done;
    }

    private static int Show(string file)
    {
        var experiment = ExperimentFile.Load(file, []);
        if (experiment.Task == TaskKind.Quadratic)
        {
            throw new InputException($"{file}: a quadratic task has no data to show");
        }

        var (data, partition) = ExperimentRun.LoadData(experiment, DataPlaces.Current());
        var summary = PartitionSummary.Of(partition, data.Train, shown: 20);
        Console.WriteLine(
            $"{data.Name}: {data.Train.Count} + {data.Test.Count} samples of {data.Train.Measure}, {data.Train.Classes} classes; "
            + $"{summary.Clients} clients with {Sizes(summary)}, {summary.DistinctSamples} different ones");
        var console = Terminal.Open();
        var table = new Table().Border(TableBorder.Simple).AddColumn("client");
        for (var c = 0; c < data.Train.Classes; c++)
        {
            table.AddColumn(new TableColumn($"{c}").RightAligned());
        }

        for (var client = 0; client < summary.Counts.Length; client++)
        {
            table.AddRow([$"{client}", .. summary.Counts[client].Select(count => count == 0 ? "." : $"{count}")]);
        }

        if (summary.Clients > summary.Counts.Length)
        {
            table.AddRow("...");
        }

        table.AddRow(["all", .. summary.Totals.Select(total => $"{total}")]);
        console.Write(table);
        return ExitCode.Done;
    }
}
