using Federated.Attacks.Identity;
using Federated.Attacks.Identity.Attackers;
using Federated.Attacks.Transcripts;
using Federated.Learning.Data;
using Federated.Learning.Models;

namespace Federated.Attacks.Audit;

/// <summary>
/// Who sent an update, for an adversary who once learned who sent earlier ones (rounds in the first half are known, the others are asked about), or who has
/// data of the users from elsewhere.
/// </summary>
internal static class SenderJobs
{
    /// <summary>Senders and rounds below which there is nothing to say.</summary>
    public const int FewestSenders = 5;
    public const int FewestRounds = 2;

    /// <summary>Asks who sent what.</summary>
    /// <param name="network">the model</param>
    /// <param name="updates">all recorded updates of senders that were recorded on both sides</param>
    /// <param name="known">rounds whose senders are known</param>
    /// <param name="defence">done to the updates that are asked about; null: nothing</param>
    /// <param name="tensors">tensors that are looked at; empty: all</param>
    /// <param name="seed">of attackers that draw</param>
    /// <param name="stop">ends it early</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<AuditIdentification> Ask(
        Network network, IReadOnlyList<AuditCase> updates, IReadOnlyCollection<int> known, AppliedDefence? defence, IReadOnlyList<string> tensors, ulong seed, CancellationToken stop)
    {
        int[] senders = [.. updates.Select(update => update.SingleClient).Distinct().Order()];
        var labelled = updates.Where(update => known.Contains(update.Round)).Select(update => new LabelledUpdate(update.Round, Array.IndexOf(senders, update.SingleClient), update.Observation.Step));
        AuditCase[] asked = [.. updates.Where(update => !known.Contains(update.Round))];
        var report = IdentityAttack.Run(
            network.Layout,
            [.. labelled],
            [.. asked.Select(update => new AnonymousUpdate(update.Round, (defence?.Protect(update, seed) ?? update.Observation).Step))],
            [.. asked.Select(update => new IdentityTruth(Array.IndexOf(senders, update.SingleClient), update.SingleClient))],
            Settings(tensors, seed),
            stop);
        return Rows(report, "earlier rounds", defence);
    }

    /// <summary>Asks who sent what, for an adversary who has data of the users that is not on their devices.</summary>
    /// <param name="transcript">of the run</param>
    /// <param name="data">its data set</param>
    /// <param name="seed">of attackers that draw</param>
    /// <param name="stop">ends it early</param>
    /// <exception cref="Federated.Learning.InputException">The run set nothing aside, or its clients are not the users.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<AuditIdentification> AskUsers(Transcript transcript, FederatedDataset data, ulong seed, CancellationToken stop) =>
        Rows(RecordedIdentification.Run(transcript, data, new KnownUsersOptions { Workers = 1 }, Settings([], seed), stop), "data of the users", defence: null);

    /// <summary>Rounds whose senders are taken as known, and the updates of senders that were recorded on both sides; null: too few.</summary>
    public static (int[] Known, IReadOnlyList<(int Round, int Client)> Updates)? Split(AuditTarget target)
    {
        var rounds = target.Rounds;
        int[] known = [.. rounds.Take(rounds.Count / 2)];
        var updates = rounds.SelectMany(round => target.Clients(round).Select(client => (Round: round, Client: client))).ToList();
        var both = updates.GroupBy(update => update.Client).Where(client => client.Any(update => known.Contains(update.Round)) && client.Any(update => !known.Contains(update.Round)));
        int[] senders = [.. both.Select(client => client.Key)];
        return rounds.Count >= FewestRounds && senders.Length >= FewestSenders ? (known, updates.FindAll(update => senders.Contains(update.Client))) : null;
    }

    private static IdentityOptions Settings(IReadOnlyList<string> tensors, ulong seed) => new()
    {
        Features = new FeatureOptions { Tensors = tensors },
        Attackers = [new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier()],
        Matchers = [new CosineMatcher()],
        Seed = seed,
    };

    private static IReadOnlyList<AuditIdentification> Rows(IdentityReport report, string from, AppliedDefence? defence) =>
    [
        .. report.Attackers.Select(attacker => new AuditIdentification
        {
            Attacker = $"{attacker.Attacker}, {report.Features}",
            From = from,
            Defence = defence?.Strength,
            Users = report.Users,
            Updates = report.AnonymousUpdates,
            Top1 = attacker.Top1,
            Top5 = report.Users > 5 ? attacker.Top5 : null,
            Map = attacker.MeanAveragePrecision,
            Auc = report.Matchers[0].Auc,
            Chance = report.Chance,
            Null = attacker.NullTop1,
        }),
    ];
}
