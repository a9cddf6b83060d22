using System.CommandLine;
using Federated.Learning.Parameters;
using Federated.Learning.Runs;
using Federated.Learning.ZerothOrder;
using static System.FormattableString;

namespace Federated.Simulator.Commands;

/// <summary><c>fed spsa verify</c> and <c>fed spsa replay</c></summary>
internal static class SpsaCommand
{
    private static readonly Argument<string> _log = new("LOG") { Description = "a log of sealed rounds, or the folder of a run of one-byte" };
    private static readonly Argument<string> _run = new("DIR") { Description = "the folder of a run of one-byte" };
    private static readonly Option<string?> _rounds = new("--rounds") { Description = "stop after so many rounds [default: all]", HelpName = "N" };
    private static readonly Option<string?> _out = new("--out", "-o") { Description = "write the model to this safetensors file", HelpName = "FILE" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var verify = new CommandWithExamples(
            "verify",
            "Check every record of a log, and the weights that come out where the run's folder is at hand",
            "fed spsa verify runs/one-byte",
            "fed spsa verify rounds.log")
        { _log };
        verify.SetAction(parsed => Guard.Run(parsed, Verify));
        var replay = new CommandWithExamples(
            "replay",
            "Rebuild the model of a run from its first weights and its log",
            "fed spsa replay runs/one-byte --out model.safetensors",
            "fed spsa replay runs/one-byte --rounds 150")
        { _run, _rounds, _out };
        replay.SetAction(parsed => Guard.Run(parsed, Replay));
        return new Command("spsa", "Look into the log of a shared-seed run") { verify, replay };
    }

    private static int Verify(ParseResult parsed)
    {
        var place = parsed.GetValue(_log)!;
        var folder = Directory.Exists(place) ? place : null;
        var check = SealedLog.Check(folder is null ? place : Path.Combine(folder, RunDirectory.SealedLogName));
        Console.WriteLine(Invariant($"rounds: {check.Rounds}"));
        Console.WriteLine(Invariant($"machines: {check.Machines}"));
        Console.WriteLine(Invariant($"payload: {check.PayloadBytes} bytes, {check.AbsentSamples} of them without a value"));
        Console.WriteLine(Invariant($"parameters: {check.Header.Dimension}, layout {check.Header.LayoutHash[..16]}"));
        Console.WriteLine($"chain: {check.Chain}");
        if (check.UnfinishedBytes > 0)
        {
            Console.WriteLine(Invariant($"unfinished: {check.UnfinishedBytes} bytes of a record that a crash cut short are left out"));
        }

        if (folder is not null)
        {
            WriteWeights(Rebuild(folder, null));
        }

        return ExitCode.Done;
    }

    private static int Replay(ParseResult parsed)
    {
        var folder = parsed.GetValue(_run)!;
        var run = Rebuild(folder, parsed.GetValue(_rounds) is { } asked ? Asked.Whole("--rounds", asked, null, 0, long.MaxValue) : null);
        Console.WriteLine(Invariant($"rounds: {run.Replica.Next}"));
        WriteWeights(run);
        if (parsed.GetValue(_out) is { } file)
        {
            var notes = new Dictionary<string, string> { ["rounds"] = Invariant($"{run.Replica.Next}") };
            run.WriteModel(file, notes);
            Console.WriteLine($"model: {file}");
        }

        return ExitCode.Done;
    }

    private static SealedRun Rebuild(string folder, long? rounds) =>
        SealedRun.Replay(folder, DataPlaces.Current(), rounds, Environment.ProcessorCount);

    private static void WriteWeights(SealedRun run)
    {
        Console.WriteLine(Invariant($"weights: {run.Replica.Hash():x16}"));
        Console.WriteLine($"model_sha256: {ModelHash.Of(run.Replica.Theta)}");
    }
}
