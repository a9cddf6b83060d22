using System.CommandLine;
using System.Diagnostics;
using Federated.Learning;
using Federated.Learning.Data.Text;
using Federated.Learning.LanguageModels;
using Federated.Learning.Native;
using Federated.Simulator.Progress;
using static System.FormattableString;

namespace Federated.Simulator.Commands;

/// <summary><c>fed pretrain</c></summary>
internal static class PretrainCommand
{
    private static readonly PretrainingOptions _usual = new();

    private static readonly Option<string> _text = new("--text") { Description = "folder of .txt files to train on", HelpName = "DIR", Required = true };
    private static readonly Option<string> _out = new("--out", "-o") { Description = "safetensors file for the model", HelpName = "FILE", Required = true };
    private static readonly Option<string?> _width = Number("--width", "numbers that describe a position", $"{_usual.Width}");
    private static readonly Option<string?> _blocks = Number("--blocks", "transformer blocks", $"{_usual.Blocks}");
    private static readonly Option<string?> _heads = Number("--heads", "attention heads of a block; divides the width", $"{_usual.Heads}");
    private static readonly Option<string?> _context = Number("--context", "bytes that the model sees", $"{_usual.Context}");
    private static readonly Option<string?> _steps = Number("--steps", "steps of Adam", $"{_usual.Steps}");
    private static readonly Option<string?> _batch = Number("--batch", "windows of a step", $"{_usual.Batch}");
    private static readonly Option<string?> _rate = Number("--learning-rate", "learning rate after the warm-up", Invariant($"{_usual.LearningRate}"));
    private static readonly Option<string?> _seed = Number("--seed", "seed of the first weights and of the windows", $"{_usual.Seed}");
    private static readonly Option<string?> _heldOut = Number("--held-out", "fraction at the end of the text that is only measured on", Invariant($"{_usual.HeldOut}"));

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "pretrain",
            "Train a small byte-level GPT on a folder of texts, for runs that fine-tune it",
            "fed pretrain --text speeches --out gpt.safetensors",
            "fed pretrain --text speeches --out wide.safetensors --width 128 --blocks 4 --context 128 --steps 5000")
        {
            _text, _out, _width, _blocks, _heads, _context, _steps, _batch, _rate, _seed, _heldOut,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = Options(parsed);
        var file = Target(parsed.GetValue(_out)!);
        var text = TextFolder.Read(parsed.GetValue(_text)!);
        options.Validate(text.Length);
        NativeRuntime.Configure();
        using var interruption = new Interruption();
        var started = Stopwatch.GetTimestamp();
        Console.WriteLine(Invariant($"{options.Shape.Parameters} parameters, {text.Length} bytes of text"));
        try
        {
            var model = PretrainingView.Show(progress => Pretraining.Run(text, options, progress, interruption.Token));
            ByteGptFile.Write(file, model.Network, model.Weights, model.Notes);
            Console.WriteLine(Invariant($"held-out loss: {model.HeldOutLoss:F4} nats per byte"));
            Console.WriteLine(Invariant($"seconds: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0}"));
            Console.WriteLine($"model: {file}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"fed: interrupted; {file} was not written");
            return ExitCode.Interrupted;
        }
    }

    private static PretrainingOptions Options(ParseResult parsed) => new()
    {
        Width = Whole(parsed, _width, _usual.Width),
        Blocks = Whole(parsed, _blocks, _usual.Blocks),
        Heads = Whole(parsed, _heads, _usual.Heads),
        Context = Whole(parsed, _context, _usual.Context),
        Steps = Whole(parsed, _steps, _usual.Steps),
        Batch = Whole(parsed, _batch, _usual.Batch),
        LearningRate = Asked.Real(_rate.Name, parsed.GetValue(_rate), _usual.LearningRate, value => value > 0 && double.IsFinite(value), "a number above 0"),
        Seed = (ulong)Asked.Whole(_seed.Name, parsed.GetValue(_seed), (long)_usual.Seed, 0, long.MaxValue),
        HeldOut = Asked.Real(_heldOut.Name, parsed.GetValue(_heldOut), _usual.HeldOut, value => value is > 0 and <= 0.5, "a fraction in (0, 0.5]"),
    };

    private static int Whole(ParseResult parsed, Option<string?> option, int usual) =>
        (int)Asked.Whole(option.Name, parsed.GetValue(option), usual, 1, int.MaxValue);

    /// <summary>Known before the work of minutes, not after it.</summary>
    private static string Target(string file)
    {
        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(file))
        {
            throw new InputException($"--out: {file} is a folder; expected the name of a file");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        return Directory.Exists(folder)
            ? file
            : throw new InputException($"--out: there is no folder {folder}; expected one that exists");
    }

    private static Option<string?> Number(string name, string description, string usual) =>
        new(name) { Description = $"{description} [default: {usual}]", HelpName = "N" };
}
