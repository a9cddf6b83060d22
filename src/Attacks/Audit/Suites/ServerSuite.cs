using Federated.Attacks.Inversion;
using Federated.Learning;
using Federated.Learning.Data.Speeches;
using Federated.Learning.Runs;

namespace Federated.Attacks.Audit;

/// <summary>
/// What an audit of updates, or of sums of them, tries: the strongest attack for the number of local steps on the first and later rounds, who sent what, defences at the
/// earliest round that is not hopeless, the other attacks for comparison, and risk without an attack.
/// </summary>
internal sealed class ServerSuite(AuditTarget target, AuditOptions options, AuditFindings findings, TimeProvider time)
    : AuditSuite(target, options, findings, time)
{
    private const int Rounds = 4;

    /// <summary>Local steps up to which the unrolled attack is tried.</summary>
    private const int UnrolledSteps = 20;

    /// <inheritdoc/>
    public override string Adversary => "An honest-but-curious coordinator";

    /// <summary>Whether secure aggregation showed the coordinator sums only.</summary>
    private bool IsSummed => Target.Sums.Count > 0;

    /// <inheritdoc/>
    protected override void Fill()
    {
        var rounds = IsSummed ? Target.Sums : Target.Rounds;
        if (rounds.Count == 0)
        {
            throw new InputException($"{Target.Transcript.Folder}: no update was recorded; expected a run with recorded rounds, each with a cohort");
        }

        Audited = RoundChoice.Of(Options, rounds, Rounds);
        Summed = IsSummed ? Audited.Min(Target.Summed) : null;
        var cases = Audited.SelectMany(round => Victims(round).Select(client => (Round: round, Client: client))).ToList();
        var main = cases.ConvertAll(victim => (Victim: victim, Attack: Strongest(victim)));
        var told = Target.HasTruth ? LabelKnowledge.Known : LabelKnowledge.Recovered;
        var hopeful = main.FindAll(each =>
        {
            var attacked = Case(each.Victim, each.Attack, told);
            Try(TrialOf(each.Attack, attacked), Shown);
            return Foresee(each.Attack, attacked).Outlook != Outlook.Hopeless;
        });
        Senders();
        Defend(hopeful);
        foreach (var (victim, attack) in main.DistinctBy(each => each.Victim.Round))
        {
            if (Target.HasTruth)
            {
                Try(TrialOf(attack, Case(victim, attack, LabelKnowledge.Recovered)), shown: 0);
            }

            if (Options.Suite == SuiteKind.Full || victim.Round == Audited[0])
            {
                Compare(victim, attack, told);
                Risk(victim, attack);
            }
        }

        Users();
    }

    /// <summary>The client with the fewest samples, whom an update gives away most, and of a full audit one in the middle too; of sums there is nobody to choose.</summary>
    private IEnumerable<int?> Victims(int round)
    {
        if (IsSummed)
        {
            return [null];
        }

        var clients = Target.Clients(round).OrderBy(client => Target.Samples(round, client)).ThenBy(client => client).ToArray();
        return Options.Suite == SuiteKind.Full && clients.Length > 2 ? [clients[0], clients[clients.Length / 2]] : [clients[0]];
    }

    private IInversion Strongest((int Round, int? Client) victim)
    {
        var steps = Target.Steps(victim.Round, victim.Client);
        return InversionCatalogue.Find(steps is > 1 or null ? "sme" : Target.Samples(victim.Round, victim.Client) == 1 ? "idlg" : "ig");
    }

    /// <summary>What an attack gets; where clients train at an ascent point the adversary is one who knows its radius, unless the attack trains as they do.</summary>
    private AuditCase Case((int Round, int? Client) victim, IInversion attack, LabelKnowledge labels)
    {
        var ascends = Ascent.Radius(Target.Experiment.Algorithm) > 0 && attack.Threat < ThreatModel.C;
        var attacked = Target.Case(victim.Round, victim.Client, ascends ? ThreatModel.C : attack.Threat, labels);
        return ascends ? attacked with { Observation = Ascent.Reckon(attacked.Observation, Target.Experiment.Algorithm) } : attacked;
    }

    private void Defend(List<((int Round, int? Client) Victim, IInversion Attack)> hopeful)
    {
        if (IsSummed)
        {
            Leave("defences: they protect single updates before these are summed, and only sums were recorded; record a run with them in privacy.defences");
        }
        else if (IsDefended(hopeful.Count > 0))
        {
            var (victim, attack) = hopeful[0];
            Defend(attack, Case(victim, attack, LabelKnowledge.Known), new DefencePrices(Target.Experiment, Options.Data, Target.Rounds, Cohort));
        }
    }

    private IReadOnlyList<AuditCase> Cohort(int round) => [.. Target.Clients(round).Select(client => Target.Case(round, client, ThreatModel.A, LabelKnowledge.Recovered))];

    private void Compare((int Round, int? Client) victim, IInversion strongest, LabelKnowledge labels)
    {
        var steps = Target.Steps(victim.Round, victim.Client);
        foreach (var attack in InversionCatalogue.All.Where(attack => attack.Name != strongest.Name && !attack.Name.StartsWith("dlfa-", StringComparison.Ordinal)))
        {
            var attacked = Case(victim, attack, labels);
            var forecast = Foresee(attack, attacked);
            if (attack.Name == "dlfa" && steps is > UnrolledSteps or null)
            {
                Leave($"DLFA, round {victim.Round}, {attacked.Sender}: it unrolls every local step, and there are {(steps is { } t ? $"{t}" : "an unknown number")}; an audit tries it up to {UnrolledSteps}");
            }
            else if (forecast.Outlook == Outlook.Hopeless && attack.Name != "ig")
            {
                Leave($"{forecast.Attack}, round {victim.Round}, {attacked.Sender}: hopeless, {forecast.Reason}");
            }
            else
            {
                Try(TrialOf(attack, attacked), Shown);
            }
        }
    }

    private void Risk((int Round, int? Client) victim, IInversion attack)
    {
        if (IsSummed)
        {
            Leave($"risk per sample, round {victim.Round}: is of a sample's own gradient, and the coordinator sees no gradient of fewer than {Summed} clients");
        }
        else
        {
            Risk(Case(victim, attack, LabelKnowledge.Recovered));
        }
    }

    /// <summary>Trains on the users' data from the model of every recorded round, as long as the clients did: what is left of the time is enough for it.</summary>
    private void Users()
    {
        var data = Target.Experiment.Data;
        if (IsSummed)
        {
            return;
        }

        if (data is { Cameras: null, AuxiliaryShare: null } and not SpeechesOptions)
        {
            Leave("who sent what, from data of the users: the run set none aside; it takes data.cameras, or data.auxiliary_share where users come with the data");
            return;
        }

        Do("who sent what, from data of the users", stop =>
        {
            var found = SenderJobs.AskUsers(Target.Transcript, ExperimentRun.LoadData(Target.Experiment, Options.Data).Data, Options.Seed, stop);
            return audit => audit with { Identification = [.. audit.Identification, .. found] };
        });
    }

    private void Senders()
    {
        if (IsSummed)
        {
            Leave("who sent what: a sum is sent by all of its cohort; there is nothing to find out");
            return;
        }

        if (SenderJobs.Split(Target) is not { } split)
        {
            Leave($"who sent what: needs {SenderJobs.FewestSenders} clients of whom updates of {SenderJobs.FewestRounds} rounds or more were recorded");
            return;
        }

        AppliedDefence?[] defences = [null, .. DefenceLadder.Of(Options.Suite).Where(defence => defence.Level == 2)];
        var network = Target.Transcript.Network;
        string[] lastBias = [network.Layout.Tensors[^1].Name];
        var updates = new Lazy<AuditCase[]>(() => [.. split.Updates.Select(update => Target.Case(update.Round, update.Client, ThreatModel.D, LabelKnowledge.Recovered))]);
        foreach (var (defence, tensors) in defences.Select(defence => (defence, Array.Empty<string>())).Append((null, lastBias)))
        {
            Do($"who sent what, {defence?.Strength ?? "no defence"}", stop =>
            {
                var found = SenderJobs.Ask(network, updates.Value, split.Known, defence, tensors, Options.Seed, stop);
                return audit => audit with { Identification = [.. audit.Identification, .. defence is null ? found : [found.MaxBy(row => row.Top1)!]] };
            });
        }
    }
}
