using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;

namespace Federated.Learning.Recording;

/// <summary>Disk space that a recording takes, known before the run: it is refused rather than break off in the middle.</summary>
internal static class RecordingSpace
{
    /// <summary>Bytes of all files, without the small ones that describe them.</summary>
    /// <param name="experiment">what runs, with a section <c>record</c></param>
    /// <param name="task">what is learned</param>
    /// <param name="vectors">what is exchanged</param>
    /// <param name="done">rounds that are done already</param>
    public static unsafe long Needed<T>(Experiment experiment, IFederatedTask<T> task, ExchangedVectors vectors, int done)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var options = experiment.Record!;
        var vector = (long)task.Layout.Dimension * sizeof(T);
        var sums = experiment.Privacy?.SecuresAggregation == true;
        var steps = experiment.Algorithm is GossipAlgorithmOptions gossip ? Steps<T>(gossip, experiment, task.Clients) : 0;
        var seen = new HashSet<int>();
        var total = 0L;
        foreach (var cohort in Cohorts(experiment, task.Clients, done))
        {
            int[] recorded = sums ? cohort : [.. options.Of(cohort)];
            seen.UnionWith(recorded);
            total += experiment.Algorithm switch
            {
                GossipAlgorithmOptions => recorded.Length * vector * steps,
                ServerAlgorithmOptions => (vectors.Down.Length + ((sums ? 1L : recorded.Length) * vectors.Up.Length)) * vector,
                _ => 0L,
            };
        }

        return total + (options.Truth ? seen.Sum(client => SampleBytes(task, client)) : 0L);
    }

    /// <summary>Refuses what the disk has no room for.</summary>
    /// <param name="needed">bytes</param>
    /// <param name="free">bytes</param>
    /// <param name="folder">where, for the message</param>
    /// <exception cref="InputException">There is not enough.</exception>
    public static void Require(long needed, long free, string folder)
    {
        if (needed > free)
        {
            throw new InputException(
                $"record: the transcript would take {ByteText.Of(needed)} and {folder} has {ByteText.Of(free)} left; "
                + "expected fewer record.rounds or record.clients, or an --out with more room");
        }
    }

    /// <summary>Bytes that are free where a folder lies; it must exist.</summary>
    public static long Free(string folder)
    {
        var full = Path.GetFullPath(folder);
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full).AvailableFreeSpace;
    }

    /// <summary>Those who take part in the recorded rounds that are still to come.</summary>
    private static IEnumerable<int[]> Cohorts(Experiment experiment, int clients, int done)
    {
        int[] all = [.. Enumerable.Range(0, clients)];
        var sampler = experiment.Algorithm is ServerAlgorithmOptions ? CohortSamplers.Create(experiment.Cohort, clients, experiment.Seed) : null;
        if (experiment.Algorithm is not (ServerAlgorithmOptions or GossipAlgorithmOptions))
        {
            // The log is kept anyway: what is left are the samples.
            return [all];
        }

        var rounds = experiment.Record!.Rounds?.Distinct() ?? Enumerable.Range(1, experiment.Rounds);
        return rounds.Where(round => round > done && round <= experiment.Rounds).Select(round => sampler?.Sample(round) ?? all);
    }

    private static int Steps<T>(GossipAlgorithmOptions options, Experiment experiment, int nodes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        options.Create<T>(experiment.Seed).Schedule(new RoundGraph(experiment, nodes).Planned(1)).Steps;

    private static long SampleBytes<T>(IFederatedTask<T> task, int client)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var floats = task switch
        {
            ClassificationTask images => images.Train.Shape.Size + 1,
            LanguageTask text => text.Train.Longest + 1,
            _ => 0,
        };
        return (long)task.SampleCount(client) * floats * sizeof(float);
    }
}
