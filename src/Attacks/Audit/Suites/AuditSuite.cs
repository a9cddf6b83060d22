using Federated.Attacks.Inversion;
using Federated.Attacks.Metrics;

namespace Federated.Attacks.Audit;

/// <summary>What an audit of one family tries: a plan of jobs, with what can be said beforehand.</summary>
/// <param name="target">the recorded run</param>
/// <param name="options">how much</param>
/// <param name="findings">where results go</param>
/// <param name="time">clock</param>
internal abstract class AuditSuite(AuditTarget target, AuditOptions options, AuditFindings findings, TimeProvider time)
{
    /// <summary>Pictures of a trial that a report shows.</summary>
    protected const int Shown = 16;

    private const int ShownOfDefence = 4;
    private const int QuickRisks = 4;
    private const int FullRisks = 16;

    private readonly ScoreOptions _scoring = new() { Success = options.SuccessPsnr };
    private readonly IReadOnlyList<string>? _classNames = ClassNames.Of(target.Experiment.Data.Name);
    private readonly List<AuditJob> _jobs = [];
    private readonly List<AuditForecast> _forecasts = [];
    private readonly List<string> _leftOut = [];

    /// <summary>Who looks.</summary>
    public abstract string Adversary { get; }

    /// <summary>Rounds that are attacked; known after <see cref="Plan"/>.</summary>
    public IReadOnlyList<int> Audited { get; protected set; } = [];

    /// <summary>Fewest clients in a sum that is attacked; null: single updates are; known after <see cref="Plan"/>.</summary>
    public int? Summed { get; protected set; }

    /// <summary>What is to be expected, before anything runs; known after <see cref="Plan"/>.</summary>
    public IReadOnlyList<AuditForecast> Forecasts => _forecasts;

    /// <summary>What does not apply, each with its reason; known after <see cref="Plan"/>.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>The recorded run.</summary>
    protected AuditTarget Target => target;

    /// <summary>How much.</summary>
    protected AuditOptions Options => options;

    /// <summary>Makes the plan; the first jobs count most.</summary>
    public IReadOnlyList<AuditJob> Plan()
    {
        Fill();
        return _jobs;
    }

    /// <summary>Adds the jobs.</summary>
    protected abstract void Fill();

    /// <summary>Notes what does not apply.</summary>
    protected void Leave(string reason) => _leftOut.Add(reason);

    /// <summary>Says what is to be expected.</summary>
    protected AuditForecast Foresee(IInversion attack, AuditCase attacked)
    {
        var forecast = InversionForecast.Of(attack, attacked.Observation);
        var words = new AuditForecast(AttackTitle.Of(attack.Name), attacked.Round, attacked.Client, forecast.Outlook, forecast.Reason);
        _forecasts.Add(words);
        return words;
    }

    /// <summary>An attack with its usual settings, on one thread: two of them run at a time. Of more samples than an attack tells apart some images stand for all.</summary>
    protected Trial TrialOf(IInversion attack, AuditCase attacked) => new()
    {
        Attack = attack,
        Case = attacked,
        MostImages = InversionForecast.TooManySamples,
        Options = attack.Defaults with
        {
            Seed = options.Seed,
            Workers = 1,
            Labels = attack.Defaults.Labels == LabelStrategy.Auto && attacked.Observation is { Samples: > 1, GradientScale: null, Labels: null, Training: null }
                ? LabelStrategy.BiasCorrected
                : attack.Defaults.Labels,
        },
    };

    /// <summary>Adds work.</summary>
    /// <param name="name">for people</param>
    /// <param name="work">gives what it found; its token ends it early</param>
    protected void Do(string name, Func<CancellationToken, Func<AuditFile, AuditFile>> work)
    {
        var place = _jobs.Count;
        _jobs.Add(new AuditJob(name, stop => findings.Add(place, work(stop))));
    }

    /// <summary>Adds a trial.</summary>
    /// <param name="trial">what is tried</param>
    /// <param name="shown">pictures in the report</param>
    /// <param name="more">what else the file gets; null: nothing</param>
    protected void Try(Trial trial, int shown, Func<TrialResult, AuditFile, AuditFile>? more = null) =>
        Do(trial.Name + (trial.Case.Observation.Labels is null ? ", labels recovered" : ""), stop =>
        {
            var result = trial.Run(_scoring, progress: null, time, stop);
            var pictures = result.Show(shown, _classNames);
            return audit =>
            {
                var added = audit with { Rows = [.. audit.Rows, result.Row], Pictures = [.. audit.Pictures, .. pictures] };
                return more is null ? added : more(result, added);
            };
        });

    /// <summary>Whether defences can be tried; where not, the reason is noted.</summary>
    /// <param name="hopeful">whether any attack has prospects without a defence</param>
    protected bool IsDefended(bool hopeful)
    {
        if (!target.HasTruth)
        {
            Leave("defences: without the clients' samples (record.truth) nothing can be compared");
        }
        else if (!hopeful)
        {
            Leave("defences: every setting is hopeless for the attacker as it is; there is nothing to defend against");
        }

        return target.HasTruth && hopeful;
    }

    /// <summary>Adds all defences against an attack, each with an attacker who does not know of it and one who does.</summary>
    /// <param name="attack">the attack</param>
    /// <param name="attacked">the update</param>
    /// <param name="prices">what defences cost; null: not measured</param>
    protected void Defend(IInversion attack, AuditCase attacked, DefencePrices? prices)
    {
        if (prices is not null)
        {
            Do("price of defences, what the updates gain without one", stop =>
            {
                var price = prices.Choose(stop);
                return audit => audit with { Price = price };
            });
        }

        foreach (var defence in DefenceLadder.Of(options.Suite))
        {
            var naive = TrialOf(attack, attacked) with { Defence = defence };
            var adapts = Adaptation.To(naive.Options, defence.Options).Words is not null;
            Try(naive, ShownOfDefence, (result, audit) => adapts ? audit : Repeat(audit, result));
            if (adapts)
            {
                Try(naive with { Attacker = AttackerKind.Adaptive }, ShownOfDefence);
            }

            if (prices is not null)
            {
                Do($"price of {defence.Strength}", stop =>
                {
                    var price = prices.Of(defence, options.Seed, stop);
                    return audit => Priced(audit, defence, price);
                });
            }
        }
    }

    /// <summary>Adds what single samples give away.</summary>
    protected void Risk(AuditCase attacked)
    {
        var most = Math.Min(options.Suite == SuiteKind.Quick ? QuickRisks : FullRisks, attacked.Labels?.Length ?? 0);
        for (var i = 0; i < most; i++)
        {
            var sample = i;
            Do($"risk of sample {sample}, round {attacked.Round}, {attacked.Sender}", stop =>
            {
                var risk = RiskJobs.Score(attacked, sample, _classNames, stop);
                return audit => audit with { Risks = [.. audit.Risks.Append(risk).OrderBy(each => each.Error)] };
            });
        }
    }

    /// <summary>Whoever knows of a defence against which nothing is known that would help attacks like whoever does not.</summary>
    private static AuditFile Repeat(AuditFile audit, TrialResult naive) => audit with
    {
        Rows = [.. audit.Rows, naive.Row with { Attacker = AttackerKind.Adaptive, Seconds = 0, Note = "as the naive one: nothing is known that would help" }],
    };

    private static AuditFile Priced(AuditFile audit, AppliedDefence defence, (double Accuracy, double Lost)? price) => price is not { } paid ? audit : audit with
    {
        Rows = [.. audit.Rows.Select(row => row.Strength == defence.Strength ? row with { Accuracy = paid.Accuracy, AccuracyLost = paid.Lost } : row)],
    };
}
