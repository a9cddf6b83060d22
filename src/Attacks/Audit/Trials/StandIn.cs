using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Labels;
using Federated.Attacks.Inversion.Unrolled;
using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>
/// Few dummy images that stand for the many samples of an update: their mean gradient is matched with that of all samples. An attack in which the images are
/// as many as the samples costs as much as the client's own epochs in every iteration, and where samples blend it finds no more.
/// </summary>
/// <param name="Observation">of as many samples as there are images, with their classes</param>
/// <param name="Options">settings that take those classes</param>
/// <param name="Labels">classes of all samples, as they were told or recovered; null: they are optimised with the images</param>
internal sealed record StandIn(Observation Observation, InversionOptions Options, int[]? Labels)
{
    /// <summary>Chooses the images' classes in proportion to those of all samples, by largest remainder.</summary>
    /// <param name="attack">the attack</param>
    /// <param name="observation">of all samples</param>
    /// <param name="options">its settings</param>
    /// <param name="images">fewer than the samples</param>
    /// <param name="stop">ends the recovery of classes early</param>
    /// <exception cref="InputException">The attack cannot do with fewer images, or the classes cannot be recovered.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StandIn Of(IInversion attack, Observation observation, InversionOptions options, int images, CancellationToken stop)
    {
        if (attack is UnrolledInversion)
        {
            throw new InputException($"{attack.Name}: simulates how a client trained on its {observation.Samples} samples, for which {images} images cannot stand; expected another attack, such as sme");
        }

        observation.Check(attack.Name, attack.Threat);
        var all = LabelRecovery.Resolve(attack.Name, observation, options, stop);
        return new StandIn(
            observation with { Samples = images, Labels = all is null ? null : Choose(all, observation.Network.Classes, images) },
            all is null ? options : options with { Labels = LabelStrategy.Known },
            all);
    }

    private static int[] Choose(int[] all, int classes, int images)
    {
        var counts = new double[classes];
        foreach (var label in all)
        {
            counts[label]++;
        }

        return LabelCounts.Listed(LabelCounts.Whole(counts, images));
    }
}
