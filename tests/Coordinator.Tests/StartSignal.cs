using Federated.Learning.Rounds;
using Federated.Learning.Runs;

namespace Federated.Coordinator.Tests;

/// <summary>Lets a test wait until rounds begin.</summary>
internal sealed class StartSignal(IRunProgress next) : IRunProgress
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public void Started(RunStart start)
    {
        next.Started(start);
        _begun.TrySetResult();
    }

    public void ClientFinished(int round, int finished, int cohort) => next.ClientFinished(round, finished, cohort);

    public void RoundFinished(RoundMetrics metrics) => next.RoundFinished(metrics);

    public void Ended(RunResult result) => next.Ended(result);
}
