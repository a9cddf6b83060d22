using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>Adds up a run's privacy loss. A pure function of the experiment and the number of rounds: a run that is resumed goes on where it was.</summary>
public abstract class PrivacyAccountant
{
    private int _accounted;

    private protected PrivacyAccountant(double delta) => Delta = delta;

    /// <summary>delta of (epsilon, delta).</summary>
    protected double Delta { get; }

    /// <summary>The accountant of an experiment; null: nothing bounds its loss.</summary>
    /// <param name="experiment">defences, cohorts, rounds</param>
    /// <param name="clients">number of clients N</param>
    /// <param name="samples">n_i of a client</param>
    /// <param name="cohort">who takes part in a round, ascending; the same whenever it is asked</param>
    /// <param name="vectors">vectors that a client sends</param>
    public static PrivacyAccountant? Of(
        Experiment experiment, int clients, Func<int, int> samples, Func<int, IReadOnlyList<int>> cohort, int vectors)
    {
        if (experiment.Privacy is not { } privacy)
        {
            return null;
        }

        if (UpdateMechanism.Multiplier(privacy) is { } multiplier)
        {
            // Each of the k vectors has a clip and a noise of its own: together a vector of norm sqrt(k) C.
            return new ClientAccountant(experiment, clients, cohort, multiplier / Math.Sqrt(vectors));
        }

        return privacy.Find<PerExampleClipOptions>() is { NoiseMultiplier: > 0.0 } clip
            ? new SampleAccountant(experiment, [.. Enumerable.Range(0, clients).Select(samples)], cohort, clip.NoiseMultiplier)
            : null;
    }

    /// <summary>Whose loss is accounted for; null: nothing bounds it.</summary>
    public static PrivacyUnit? UnitOf(PrivacyOptions? privacy) =>
        privacy is null ? null
        : UpdateMechanism.Multiplier(privacy) is not null ? PrivacyUnit.Client
        : privacy.Find<PerExampleClipOptions>() is { NoiseMultiplier: > 0.0 } ? PrivacyUnit.Sample
        : null;

    /// <summary>The loss after a round.</summary>
    /// <param name="round">1-based, not before one that was asked for already</param>
    public PrivacyLoss After(int round)
    {
        while (_accounted < round)
        {
            Account(++_accounted);
        }

        return Sum();
    }

    /// <summary>Adds one round.</summary>
    private protected abstract void Account(int round);

    /// <summary>The loss so far.</summary>
    private protected abstract PrivacyLoss Sum();
}
