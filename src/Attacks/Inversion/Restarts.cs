using Federated.Learning.Rounds;

namespace Federated.Attacks.Inversion;

/// <summary>Shares restarts among threads, and chooses the best.</summary>
internal static class Restarts
{
    /// <summary>Runs all restarts; the first one always, the others unless the attack is stopped before they begin.</summary>
    /// <param name="options">restarts and workers</param>
    /// <param name="create">makes a worker's buffers</param>
    /// <param name="progress">called from the workers' threads</param>
    /// <param name="stop">ends restarts early</param>
    /// <returns>the candidate with the lowest objective, its number, and evaluations over all</returns>
    public static (Candidate Best, int Restart, long Evaluations) Run(
        InversionOptions options, Func<IRestartRunner> create, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        var candidates = new Candidate?[options.Restarts];
        using (var pool = new WorkerPool<IRestartRunner>(Math.Min(options.Workers, options.Restarts), create))
        {
            pool.ForEach(options.Restarts, _ => { }, (runner, restart) =>
            {
                if (restart == 0 || !stop.IsCancellationRequested)
                {
                    candidates[restart] = runner.Run(restart, progress, stop);
                }
            });
        }

        var best = 0;
        for (var i = 1; i < candidates.Length; i++)
        {
            best = candidates[i]?.Objective < candidates[best]!.Objective ? i : best;
        }

        return (candidates[best]!, best, candidates.Sum(candidate => candidate?.Evaluations ?? 0));
    }
}
