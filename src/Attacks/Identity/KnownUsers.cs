using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;

namespace Federated.Attacks.Identity;

/// <summary>Labelled updates: what the adversary makes of the data it has of users, from the models that a server broadcast.</summary>
public static class KnownUsers
{
    /// <summary>Batch orders of further updates in a round are those of rounds far away.</summary>
    private const int RoundStride = 1_000_000;

    /// <summary>Trains on each known user's auxiliary samples as a client of the experiment would.</summary>
    /// <param name="experiment">how clients train: algorithm, local steps, batches</param>
    /// <param name="network">the model</param>
    /// <param name="auxiliary">samples of the users</param>
    /// <param name="broadcasts">what came down in each round that is attacked; its cohort does not matter</param>
    /// <param name="options">how many users and updates</param>
    /// <param name="cancellation">ends it between two local steps</param>
    /// <exception cref="InputException">The samples are no images, or the algorithm has no server.</exception>
    public static IReadOnlyList<LabelledUpdate> Updates(
        Experiment experiment,
        Network network,
        AuxiliaryData auxiliary,
        IReadOnlyList<RoundTask<float>> broadcasts,
        KnownUsersOptions options,
        CancellationToken cancellation)
    {
        var algorithm = experiment.Algorithm as ServerAlgorithmOptions
            ?? throw new InputException($"identification: {experiment.Algorithm.Name} has no clients of a server; expected an algorithm of the parameter-server family");
        var own = experiment with { Seed = options.Seed };
        using var task = new ClassificationTask(
            own, new FederatedDataset("auxiliary", auxiliary.Samples, auxiliary.Samples), auxiliary.Users, network);
        using var procedure = new LocalProcedure(task, algorithm.Create<float>(), own.Local, options.Workers);
        int[] users = [.. Enumerable.Range(0, Math.Min(options.Users ?? int.MaxValue, auxiliary.Users.Clients)).Where(user => auxiliary.Users[user].Length > 0)];
        var updates = new List<LabelledUpdate>();
        foreach (var broadcast in broadcasts)
        {
            for (var repeat = 0; repeat < options.PerRound; repeat++)
            {
                var round = broadcast with { Round = broadcast.Round + (repeat * RoundStride), Cohort = users };
                updates.AddRange(procedure.Train(round, cancellation).Select((step, i) => new LabelledUpdate(broadcast.Round, users[i], step)));
            }
        }

        return updates;
    }
}
