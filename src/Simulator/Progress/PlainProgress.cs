using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Simulator.Progress;

/// <summary>A line per round, for files and pipes.</summary>
internal sealed class PlainProgress(TextWriter output, TimeProvider time) : IRunProgress
{
    private RunPace? _pace;

    public void Started(RunStart start)
    {
        _pace = new RunPace(start, time);
        output.WriteLine($"{start.Name}: {RunText.Describe(start)}");
    }

    public void ClientFinished(int round, int finished, int cohort)
    {
    }

    public void RoundFinished(RoundMetrics metrics)
    {
        _pace!.Add(metrics);
        output.WriteLine(_pace.Line());
    }

    public void Ended(RunResult result) => output.Flush();
}
