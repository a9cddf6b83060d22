using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>Shows people or machines how a run goes on.</summary>
public interface IRunProgress
{
    /// <summary>Data are loaded; rounds begin.</summary>
    void Started(RunStart start);

    /// <summary>Clients of the current round have finished; called from worker threads.</summary>
    void ClientFinished(int round, int finished, int cohort);

    /// <summary>A round is over.</summary>
    void RoundFinished(RoundMetrics metrics);

    /// <summary>The run has ended.</summary>
    void Ended(RunResult result);
}
