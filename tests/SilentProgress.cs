using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Tests;

/// <summary>Nobody wants to know.</summary>
internal sealed class SilentProgress : IRunProgress
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
