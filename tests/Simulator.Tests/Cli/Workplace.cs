using System.Text.Json;
using Federated.Simulator.Commands;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary>A folder for one test, with a small experiment in it, and the program run in this process.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>Some ten milliseconds for a few rounds, computed without libtorch.</summary>
    private const string Small =
        """
        name: small
        rounds: 3
        data: {name: synthetic, height: 6, width: 6, train: 400, test: 100}
        partition: {kind: iid, clients: 10}
        model: logistic
        algorithm: scaffold
        local: {epochs: 1, batch_size: 20}
        cohort: {kind: fixed, count: 4}
        checkpoint: {every: 7}
        """;

    public Workplace() => File.WriteAllText(Experiment, Small);

    public string Root { get; } = Directory.CreateTempSubdirectory("fed-cli-").FullName;

    public string Experiment => this["small.yaml"];

    public string Out => this["out"];

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Runs the program as its <c>Main</c> does, with redirected streams.</summary>
    public static FedResult Fed(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        try
        {
            Console.SetOut(newOutput);
            Console.SetError(newError);
            var code = FedProgram.Run(args);
            return new FedResult(code, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Runs the small experiment into <see cref="Out"/>.</summary>
    public FedResult RunSmall(params string[] more) => Fed(["run", Experiment, "--out", Out, .. more]);

    /// <summary>Runs and records: four samples for each of ten clients, unless a setting says otherwise.</summary>
    public void RecordSmall(string[] record, params string[] set)
    {
        var run = RunSmall([.. set.Prepend("data.train=40").SelectMany(key => new[] { "--set", key }), "--quiet", "--record", .. record]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A field of a run's summary.</summary>
    public static string? Summary(string run, string key)
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "summary.json")));
        return summary.RootElement.GetProperty(key).ToString();
    }

    /// <summary>The rounds in a run's metrics, with their test accuracies.</summary>
    public static (int Round, double Accuracy)[] Metrics(string run) =>
    [
        .. File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line =>
        {
            using var metrics = JsonDocument.Parse(line);
            return (metrics.RootElement.GetProperty("round").GetInt32(), metrics.RootElement.GetProperty("test_accuracy").GetDouble());
        }),
    ];

    /// <summary>Files that were written beside others and forgotten.</summary>
    public string[] HalfWritten() => Directory.GetFiles(Root, "*.tmp", SearchOption.AllDirectories);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
