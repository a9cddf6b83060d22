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

    /// <summary>Most dummy images: of an update with more samples so many stand for all. Null: one for each sample.</summary>
    public int? MostImages { get; init; }

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
    /// <exception cref="OperationCanceledException">It was stopped before there was anything.</exception>
    public TrialResult Run(ScoreOptions scoring, IProgress<InversionProgress>? progress, TimeProvider time, CancellationToken stop)
    {
        var observation = Defence?.Protect(Case, Options.Seed) ?? Case.Observation;
        var (options, words) = Attacker == AttackerKind.Adaptive && Defence is not null ? Adaptation.To(Options, Defence.Options) : (Options, null);
        var begin = time.GetTimestamp();
        var standIn = observation.Samples > MostImages ? StandIn.Of(Attack, observation, options, MostImages.Value, stop) : null;
        var made = Attack.Run(standIn?.Observation ?? observation, standIn?.Options ?? options, progress, stop);
        var seconds = time.GetElapsedTime(begin).TotalSeconds;
        var (score, guess) = Judge(made, standIn, new ReconstructionScorer(Case.Shape, observation.Normalisation, scoring));
        var row = new AuditRow
        {
            Attack = AttackTitle.Of(Attack.Name),
            Threat = observation.Threat,
            Round = Case.Round,
            Client = Case.Client,
            Samples = observation.Samples,
            Images = standIn?.Observation.Samples,
            Labels = observation.Labels is null ? LabelKnowledge.Recovered : LabelKnowledge.Known,
            Defence = Defence?.Options.Name,
            Strength = Defence?.Strength,
            Level = Defence?.Level,
            Attacker = Attacker,
            Score = score is null ? null : AuditScore.Of(score),
            Guess = guess,
            Seconds = seconds,
            Note = Note(made.IsPartial ? "stopped early: the best so far" : words, standIn?.Observation.Samples, guess),
        };
        return new TrialResult(this, row, made, score);
    }

    /// <summary>Of images that stand for more samples the labels count that were found for all, and beside the score stands what their mean comes to.</summary>
    private (ReconstructionScore? Score, AuditGuess? Guess) Judge(Reconstruction made, StandIn? standIn, ReconstructionScorer scorer)
    {
        if (Case is not { Originals: { } originals, Labels: { } labels })
        {
            return (null, null);
        }

        var score = scorer.Score(originals, labels, made);
        if (standIn is null)
        {
            return (score, null);
        }

        var mean = scorer.ScoreMean(originals, made.Labels.Length);
        return (standIn.Labels is { } all ? score with { LabelAccuracy = LabelAccuracy.Of(all, labels) } : score, new AuditGuess(mean.Average(), mean[0]));
    }

    private string? Note(string? words, int? images, AuditGuess? guess)
    {
        string?[] parts =
        [
            words,
            images is null ? null : $"{images} dummy images stand for {Case.Observation.Samples} samples",
            guess is null ? null : FormattableString.Invariant($"their mean image comes to {guess.Psnr:F1} dB, worst {guess.WorstPsnr:F1} dB"),
        ];
        return parts.Any(part => part is not null) ? string.Join("; ", parts.OfType<string>()) : null;
    }
}
