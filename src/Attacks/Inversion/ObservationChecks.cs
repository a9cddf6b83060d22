using Federated.Learning;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion;

/// <summary>What every attack asks of an observation before it begins.</summary>
internal static class ObservationChecks
{
    /// <summary>Refuses observations that cannot be attacked.</summary>
    public static void Check(this Observation observation, string attack, ThreatModel threat)
    {
        observation.Require(attack, threat);
        var d = observation.Network.Layout.Dimension;
        if (observation.Before.Length != d || observation.Step.Length != d)
        {
            throw new InputException(
                $"{attack}: weights of {observation.Before.Length} and an update of {observation.Step.Length} values; expected the {d} of {observation.Network.Name}: is it the model that was trained?");
        }

        if (observation.Samples < 1)
        {
            throw new InputException($"{attack}: {observation.Samples} samples; expected at least 1");
        }

        if (!FlatVector.IsFinite<float>(observation.Before) || !FlatVector.IsFinite<float>(observation.Step))
        {
            throw new InputException($"{attack}: weights or update hold values that are not finite; expected a round that did not diverge");
        }

        if (observation.Step.AsSpan().IndexOfAnyExcept(0f) < 0)
        {
            throw new InputException($"{attack}: the update is zero throughout: a defence, or a training that had converged, left nothing to attack");
        }
    }
}
