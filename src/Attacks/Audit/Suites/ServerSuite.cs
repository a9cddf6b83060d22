using Federated.Attacks.Inversion;
using Federated.Attacks.Metrics;
using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>
/// What an audit of updates tries: the strongest attack for the number of local steps on the first and later rounds, risk without an attack, who sent
/// what, then defences at the round that gives away most, and the other attacks for comparison.
/// </summary>
/// <param name="target">the recorded run</param>
/// <param name="options">how much</param>
/// <param name="findings">where results go</param>
/// <param name="time">clock</param>
internal sealed class ServerSuite(AuditTarget target, AuditOptions options, AuditFindings findings, TimeProvider time) : IAuditSuite
{
    private const int Rounds = 4;
    private const int ShownOfTrial = 16;
    private const int ShownOfDefence = 4;

    /// <summary>Local steps up to which the unrolled attack is tried.</summary>
    private const int UnrolledSteps = 20;

    private const int QuickRisks = 8;
    private const int FullRisks = 24;

    private readonly ScoreOptions _scoring = new() { Success = options.SuccessPsnr };
    private readonly IReadOnlyList<string>? _classNames = ClassNames.Of(target.Experiment.Data.Name);
    private readonly List<AuditJob> _jobs = [];
    private readonly List<AuditForecast> _forecasts = [];
    private readonly List<string> _leftOut = [];

    /// <inheritdoc/>
    public string Adversary => "An honest-but-curious coordinator";

    /// <inheritdoc/>
    public IReadOnlyList<int> Audited { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<AuditForecast> Forecasts => _forecasts;

    /// <inheritdoc/>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <inheritdoc/>
    public IReadOnlyList<AuditJob> Plan()
    {
        Audited = Chosen();
        var cases = Audited.SelectMany(round => Victims(round).Select(client => (Round: round, Client: client))).ToList();
        var main = cases.ConvertAll(victim => (Victim: victim, Attack: Strongest(victim)));
        foreach (var (victim, attack) in main)
        {
            Try(attack, victim, LabelKnowledge.Known);
        }

        foreach (var victim in cases.DistinctBy(victim => victim.Round))
        {
            Risk(victim);
        }

        Senders();
        foreach (var (victim, attack) in main.DistinctBy(each => each.Victim.Round))
        {
            Try(attack, victim, LabelKnowledge.Recovered);
        }

        Defend(main);
        foreach (var (victim, attack) in main.Where(each => options.Suite == SuiteKind.Full || each.Victim.Round == Audited[0]).DistinctBy(each => each.Victim.Round))
        {
            Compare(victim, attack);
        }

        return _jobs;
    }

    private int[] Chosen()
    {
        if (options.Rounds is { } asked)
        {
            return asked.FirstOrDefault(round => !target.Rounds.Contains(round), -1) is var missing and >= 0
                ? throw new InputException($"--rounds: round {missing} is not recorded; expected some of {string.Join(", ", target.Rounds)}")
                : [.. asked.Distinct().Order()];
        }

        var recorded = target.Rounds;
        var count = Math.Min(options.Suite == SuiteKind.Quick ? 2 : Rounds, recorded.Count);
        return [.. Enumerable.Range(0, count).Select(i => recorded[count == 1 ? 0 : i * (recorded.Count - 1) / (count - 1)])];
    }

    /// <summary>The client with the fewest samples, whom an update gives away most, and of a full audit one in the middle too.</summary>
    private IEnumerable<int> Victims(int round)
    {
        var clients = target.Clients(round).OrderBy(client => target.Samples(round, client)).ThenBy(client => client).ToArray();
        return options.Suite == SuiteKind.Full && clients.Length > 2 ? [clients[0], clients[clients.Length / 2]] : [clients[0]];
    }

    private IInversion Strongest((int Round, int Client) victim)
    {
        var steps = target.Steps(victim.Round, victim.Client);
        return InversionCatalogue.Find(steps is > 1 or null ? "sme" : target.Samples(victim.Round, victim.Client) == 1 ? "idlg" : "ig");
    }

    /// <summary>What an attack gets; where clients train at an ascent point the adversary is one who knows its radius, unless the attack trains as they do.</summary>
    private AuditCase Case((int Round, int Client) victim, IInversion attack, LabelKnowledge labels)
    {
        var ascends = Ascent.Radius(target.Experiment.Algorithm) > 0 && attack.Name != "dlfa" && attack.Threat < ThreatModel.C;
        var attacked = target.Case(victim.Round, victim.Client, ascends ? ThreatModel.C : attack.Threat, labels);
        return ascends ? attacked with { Observation = Ascent.Reckon(attacked.Observation, target.Experiment.Algorithm) } : attacked;
    }

    private void Try(IInversion attack, (int Round, int Client) victim, LabelKnowledge labels)
    {
        if (labels == LabelKnowledge.Known && !target.HasTruth)
        {
            return;
        }

        var attacked = Case(victim, attack, labels);
        if (labels == LabelKnowledge.Known || !target.HasTruth)
        {
            _forecasts.Add(Forecasting.Of(attack, attacked, target.Steps(victim.Round, victim.Client)));
        }

        Add(Trial(attack, attacked, labels), ShownOfTrial, price: null);
    }

    private Trial Trial(IInversion attack, AuditCase attacked, LabelKnowledge labels) => new()
    {
        Attack = attack,
        Case = attacked,
        Options = attack.Defaults with
        {
            Seed = options.Seed,
            Workers = 1,
            Labels = labels == LabelKnowledge.Recovered && attack.Defaults.Labels == LabelStrategy.Auto && attacked.Observation is { Samples: > 1, GradientScale: null }
                ? LabelStrategy.BiasCorrected
                : attack.Defaults.Labels,
        },
    };

    private void Add(Trial trial, int shown, Lazy<(double Accuracy, double Lost)>? price)
    {
        var place = _jobs.Count;
        var labels = trial.Case.Observation.Labels is null ? ", labels recovered" : "";
        _jobs.Add(new AuditJob(trial.Name + labels, stop =>
        {
            var result = trial.Run(_scoring, progress: null, time, stop);
            findings.Add(place, result, result.Show(shown, _classNames), price?.Value);
        }));
    }

    private void Defend(List<((int Round, int Client) Victim, IInversion Attack)> main)
    {
        var hopeful = main.Where(each => _forecasts.Any(forecast => (forecast.Round, forecast.Client) == each.Victim && forecast.Outlook != Outlook.Hopeless)).ToList();
        if (hopeful.Count == 0 || !target.HasTruth)
        {
            _leftOut.Add(target.HasTruth
                ? "defences: every setting is hopeless for the attacker as it is; there is nothing to defend against"
                : "defences: without the clients' samples (record.truth) nothing can be compared");
            return;
        }

        var (victim, attack) = hopeful[0];
        var attacked = Case(victim, attack, LabelKnowledge.Known);
        var prices = new DefencePrices(target, options.Data);
        findings.Add(_jobs.Count, audit => audit with { Price = prices.Base });
        foreach (var defence in DefenceLadder.Of(options.Suite))
        {
            var price = new Lazy<(double Accuracy, double Lost)>(() => prices.Of(defence, options.Seed));
            var naive = Trial(attack, attacked, LabelKnowledge.Known) with { Defence = defence };
            Add(naive, ShownOfDefence, price);
            if (Adaptation.To(naive.Options, defence.Options).Words is not null)
            {
                Add(naive with { Attacker = AttackerKind.Adaptive }, ShownOfDefence, price);
            }
        }
    }

    private void Compare((int Round, int Client) victim, IInversion strongest)
    {
        var steps = target.Steps(victim.Round, victim.Client);
        var labels = target.HasTruth ? LabelKnowledge.Known : LabelKnowledge.Recovered;
        foreach (var attack in InversionCatalogue.All.Where(attack => attack.Name != strongest.Name))
        {
            var forecast = Forecasting.Of(attack, Case(victim, attack, labels), steps);
            if (attack.Name == "dlfa" && steps is > UnrolledSteps or null)
            {
                _leftOut.Add($"DLFA, round {victim.Round}, client {victim.Client}: it unrolls every local step, and there are {steps?.ToString() ?? "an unknown number"}; it is tried up to {UnrolledSteps}");
            }
            else if (attack.Name is "ig" or "analytic" or "dlfa" || forecast.Outlook != Outlook.Hopeless)
            {
                Try(attack, victim, labels);
            }
            else
            {
                _forecasts.Add(forecast);
                _leftOut.Add($"{forecast.Attack}, round {victim.Round}, client {victim.Client}: hopeless, {forecast.Reason}");
            }
        }
    }

    private void Risk((int Round, int Client) victim)
    {
        if (!target.HasTruth)
        {
            return;
        }

        var place = _jobs.Count;
        var attacked = target.Case(victim.Round, victim.Client, ThreatModel.A, LabelKnowledge.Recovered);
        _jobs.Add(new AuditJob($"risk per sample, round {victim.Round}, client {victim.Client}", stop =>
        {
            var risks = RiskJobs.Score(attacked, options.Suite == SuiteKind.Quick ? QuickRisks : FullRisks, _classNames, stop);
            findings.Add(place, audit => audit with { Risks = [.. audit.Risks.Concat(risks).OrderBy(risk => risk.Error)] });
        }));
    }

    private void Senders()
    {
        if (SenderJobs.Split(target) is not { } split)
        {
            _leftOut.Add($"who sent what: needs {SenderJobs.FewestSenders} clients of whom updates of {SenderJobs.FewestRounds} rounds or more were recorded");
            return;
        }

        AppliedDefence?[] defences = [null, .. DefenceLadder.Of(options.Suite).Where(defence => defence.Level == 2)];
        var network = target.Transcript.Network;
        string[] lastBias = [network.Layout.Tensors[^1].Name];
        var updates = new Lazy<AuditCase[]>(() => [.. split.Updates.Select(update => target.Case(update.Round, update.Client, ThreatModel.D, LabelKnowledge.Recovered))]);
        foreach (var (defence, tensors) in defences.Select(defence => (defence, Array.Empty<string>())).Append((null, lastBias)))
        {
            var place = _jobs.Count;
            _jobs.Add(new AuditJob($"who sent what, {defence?.Strength ?? "no defence"}", _ =>
            {
                var found = SenderJobs.Ask(network, updates.Value, split.Known, defence, tensors, options.Seed);
                findings.Add(place, audit => audit with { Identification = [.. audit.Identification, .. defence is null ? found : [found.MaxBy(row => row.Top1)!]] });
            }));
        }
    }
}
