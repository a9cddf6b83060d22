using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Simulator.Progress;

/// <summary>Tells two who want to know, one after the other.</summary>
internal sealed class SharedProgress(IRunProgress first, IRunProgress second) : IRunProgress
{
    public void Started(RunStart start)
    {
        first.Started(start);
        second.Started(start);
    }

    public void ClientFinished(int round, int finished, int cohort)
    {
        first.ClientFinished(round, finished, cohort);
        second.ClientFinished(round, finished, cohort);
    }

    public void RoundFinished(RoundMetrics metrics)
    {
        first.RoundFinished(metrics);
        second.RoundFinished(metrics);
    }

    public void Ended(RunResult result)
    {
        first.Ended(result);
        second.Ended(result);
    }
}
