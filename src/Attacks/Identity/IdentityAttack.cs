using Federated.Attacks.Identity.Attackers;
using Federated.Learning;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Identity;

/// <summary>
/// Deanonymisation of updates, after Gradient-Leaks (Orekondy et al., arXiv 1805.05838): an adversary that has some data of users makes updates from
/// them as clients do, and compares them with the updates that came without a name.
/// </summary>
public static class IdentityAttack
{
    private const int PermutationRound = 3;

    /// <summary>Lets all attackers and matchers try, and judges them.</summary>
    /// <param name="layout">tensors of an update</param>
    /// <param name="labelled">the adversary's own updates, with the users they are of</param>
    /// <param name="anonymous">the updates in question</param>
    /// <param name="truth">who sent each of those</param>
    /// <param name="options">how</param>
    /// <param name="cancellation">ends it between two attackers, or rows of products</param>
    /// <exception cref="InputException">There are no users to choose from, or no updates, or some are of another model.</exception>
    public static IdentityReport Run(
        ParameterLayout layout,
        IReadOnlyList<LabelledUpdate> labelled,
        IReadOnlyList<AnonymousUpdate> anonymous,
        IReadOnlyList<IdentityTruth> truth,
        IdentityOptions options,
        CancellationToken cancellation = default)
    {
        var users = Check(labelled, anonymous, truth);
        var (own, others) = UpdateFeatures.Of(layout, labelled, anonymous, options.Features, options.Seed);
        var problem = new IdentityProblem(own, [.. labelled.Select(update => update.User)], users, others, options.Seed, cancellation);
        return new IdentityReport
        {
            Features = options.Features.Title,
            Width = own.Width,
            Users = users,
            LabelledUpdates = labelled.Count,
            AnonymousUpdates = truth.Count(t => t.User >= 0),
            StrangersUpdates = truth.Count(t => t.User < 0),
            Devices = truth.Where(t => t.User >= 0).Select(t => t.Device).Distinct().Count(),
            Permutations = options.Permutations,
            Attackers = [.. options.Attackers.Select(attacker => Judge(attacker, problem, truth, options, cancellation))],
            Matchers = [.. options.Matchers.Select(matcher => Judge(matcher, problem, truth, [.. anonymous.Select(update => update.Round)]))],
        };
    }

    private static int Check(IReadOnlyList<LabelledUpdate> labelled, IReadOnlyList<AnonymousUpdate> anonymous, IReadOnlyList<IdentityTruth> truth)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Count, anonymous.Count);
        var users = labelled.Count == 0 ? 0 : labelled.Max(update => update.User) + 1;
        if (users < 2)
        {
            throw new InputException($"identification: labelled updates of {users} users; expected at least 2, or there is nothing to tell apart");
        }

        if (!truth.Any(t => t.User >= 0))
        {
            throw new InputException($"identification: {anonymous.Count} anonymous updates, none of a known user; expected at least one");
        }

        return users;
    }

    private static IdentificationResult Judge(
        IIdentityAttacker attacker, IdentityProblem problem, IReadOnlyList<IdentityTruth> truth, IdentityOptions options, CancellationToken cancellation)
    {
        int[] users = [.. truth.Select(t => t.User)];
        var scores = attacker.Score(problem);
        var top1 = IdentityMetrics.TopK(scores, users, 1);
        return new IdentificationResult
        {
            Attacker = attacker.Name,
            Top1 = top1,
            Top5 = IdentityMetrics.TopK(scores, users, 5),
            MeanAveragePrecision = IdentityMetrics.MeanAveragePrecision(scores, users),
            ChanceMultiple = top1 * problem.UserCount,
            DeviceTop1 = DeviceTop1(scores, truth),
            NullTop1 = Enumerable.Range(0, options.Permutations)
                .Average(i => IdentityMetrics.TopK(attacker.Score(Permuted(problem, i, cancellation)), users, 1)),
            OpenWorld = users.Any(user => user < 0) ? OpenWorld(scores, users, options.FalseAcceptance) : null,
        };
    }

    private static IdentityProblem Permuted(IdentityProblem problem, int permutation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int[] users = [.. problem.Users];
        new KeyedStream(problem.Seed, Purpose.Identification, PermutationRound, permutation).Shuffle<int>(users);
        return problem.WithUsers(users);
    }

    private static OpenWorldResult OpenWorld(double[,] scores, int[] users, double falseAcceptance) => new(
        IdentityMetrics.RocAuc(IdentityMetrics.Best(scores), [.. users.Select(user => user >= 0)]),
        falseAcceptance,
        IdentityMetrics.AccuracyAt(scores, users, falseAcceptance));

    private static double DeviceTop1(double[,] scores, IReadOnlyList<IdentityTruth> truth)
    {
        var devices = Enumerable.Range(0, truth.Count).GroupBy(i => truth[i].Device).ToArray();
        var sums = new double[devices.Length, scores.GetLength(1)];
        for (var device = 0; device < devices.Length; device++)
        {
            foreach (var update in devices[device])
            {
                for (var user = 0; user < sums.GetLength(1); user++)
                {
                    sums[device, user] += scores[update, user];
                }
            }
        }

        return IdentityMetrics.TopK(sums, [.. devices.Select(device => truth[device.First()].User)], 1);
    }

    private static MatchingResult Judge(IPairMatcher matcher, IdentityProblem problem, IReadOnlyList<IdentityTruth> truth, int[] rounds)
    {
        var (across, within) = matcher.Compare(problem);
        var pairs = new List<(double Score, bool Same)>();
        var links = new List<(double Score, bool Same)>();
        for (var i = 0; i < truth.Count; i++)
        {
            for (var j = 0; j < problem.Users.Count; j++)
            {
                pairs.Add((across[i, j], truth[i].User == problem.Users[j]));
            }

            for (var j = 0; j < i; j++)
            {
                if (rounds[i] != rounds[j])
                {
                    links.Add((within[i, j], truth[i].Device == truth[j].Device));
                }
            }
        }

        return new MatchingResult
        {
            Matcher = matcher.Name,
            Auc = IdentityMetrics.RocAuc([.. pairs.Select(p => p.Score)], [.. pairs.Select(p => p.Same)]),
            EqualErrorRate = IdentityMetrics.EqualErrorRate([.. pairs.Select(p => p.Score)], [.. pairs.Select(p => p.Same)]),
            LinkingAuc = IdentityMetrics.RocAuc([.. links.Select(p => p.Score)], [.. links.Select(p => p.Same)]),
        };
    }
}
