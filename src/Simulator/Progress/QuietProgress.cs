using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Simulator.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class QuietProgress : IRunProgress
{
    public void Started(RunStart start)
    {
    }

    public void ClientFinished(int round, int finished, int cohort)
    {
    }

    public void RoundFinished(RoundMetrics metrics)
    {
    }

    public void Ended(RunResult result)
    {
    }
}
