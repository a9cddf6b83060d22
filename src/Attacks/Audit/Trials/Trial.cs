using Federated.Attacks.Inversion;
using Federated.Attacks.Metrics;
using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>One attack on one update: how it is done, and what it is worth.</summary>
public sealed record Trial
{
    /// <summary>The attack.</summary>
    public required IInversion Attack { get; init; }

    /// <summary>Its settings, against no defence.</summary>
    public required InversionOptions Options { get; init; }

    /// <summary>The update.</summary>
    public required AuditCase Case { get; init; }

    /// <summary>What is done to it; null: nothing.</summary>
    public AppliedDefence? Defence { get; init; }

    /// <summary>Whether the attacker reckons with that.</summary>
    public AttackerKind Attacker { get; init; }

    /// <summary>For people.</summary>
    public string Name
    {
        get
        {
            var who = $"{AttackTitle.Of(Attack.Name)}, round {Case.Round}, {Case.Sender}";
            return Defence is null ? who : $"{who}, {Defence.Strength}, {(Attacker == AttackerKind.Naive ? "naive" : "adaptive")}";
        }
    }

    /// <summary>Attacks, and compares with the truth where there is one.</summary>
    /// <param name="scoring">thresholds and windows</param>
    /// <param name="progress">called from the attack's threads</param>
    /// <param name="time">clock</param>
    /// <param name="stop">ends the attack early</param>
    /// <exception cref="InputException">The attack does not apply here.</exception>
    public TrialResult Run(ScoreOptions scoring, IProgress<InversionProgress>? progress, TimeProvider time, CancellationToken stop)
    {
        var observation = Defence?.Protect(Case, Options.Seed) ?? Case.Observation;
        var (options, words) = Attacker == AttackerKind.Adaptive && Defence is not null ? Adaptation.To(Options, Defence.Options) : (Options, null);
        var begin = time.GetTimestamp();
        var made = Attack.Run(observation, options, progress, stop);
        var seconds = time.GetElapsedTime(begin).TotalSeconds;
        var score = Case is { Originals: { } originals, Labels: { } labels }
            ? new ReconstructionScorer(Case.Shape, observation.Normalisation, scoring).Score(originals, labels, made)
            : null;
        var row = new AuditRow
        {
            Attack = AttackTitle.Of(Attack.Name),
            Threat = observation.Threat,
            Round = Case.Round,
            Client = Case.Client,
            Samples = observation.Samples,
            Labels = observation.Labels is null ? LabelKnowledge.Recovered : LabelKnowledge.Known,
            Defence = Defence?.Options.Name,
            Strength = Defence?.Strength,
            Level = Defence?.Level,
            Attacker = Attacker,
            Score = score is null ? null : AuditScore.Of(score),
            Seconds = seconds,
            Note = made.IsPartial ? "stopped early: the best so far" : words,
        };
        return new TrialResult(this, row, made, score);
    }
}
