using System.Numerics;
using Federated.Learning;
using Federated.Learning.Models;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>What all restarts of an attack share; read only.</summary>
internal sealed class MatchingProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="observation">what the adversary sees</param>
    /// <param name="options">settings</param>
    /// <param name="labels">class of each sample; null: their probabilities are variables too</param>
    public MatchingProblem(Observation observation, InversionOptions options, int[]? labels)
    {
        (Network, Samples, Options, Labels) = (observation.Network, observation.Samples, options, labels);
        Before = Array.ConvertAll(observation.Before, T.CreateChecked);
        // wT = w0 - u*.
        After = [.. observation.Before.Zip(observation.Step, (w, u) => T.CreateChecked(w) - T.CreateChecked(u))];
        Target = Array.ConvertAll(observation.Step, u => T.CreateChecked(u / Scale(observation, options)));
        Segments = LayerSegment.Of(Network.Layout, options.SkipLayers);
        if (Segments.All(segment => Target.AsSpan(segment.Offset, segment.Length).IndexOfAnyExcept(T.Zero) < 0))
        {
            throw new InputException("the update is zero in every layer that counts: there is nothing to match; expected an update that a defence left something of");
        }
    }

    /// <summary>The model.</summary>
    public Network Network { get; }

    /// <summary>N.</summary>
    public int Samples { get; }

    /// <summary>Settings.</summary>
    public InversionOptions Options { get; }

    /// <summary>Class of each sample, or null.</summary>
    public int[]? Labels { get; }

    /// <summary>w0.</summary>
    public T[] Before { get; }

    /// <summary>wT.</summary>
    public T[] After { get; }

    /// <summary>g*, or u* where its scale is not known and does not matter.</summary>
    public T[] Target { get; }

    /// <summary>The tensors that count.</summary>
    public LayerSegment[] Segments { get; }

    private static double Scale(Observation observation, InversionOptions options)
    {
        if (observation.GradientScale is { } scale)
        {
            return scale;
        }

        return GradientDistances.IgnoresScale(options.Objective) || options.Objective is MatchingObjective.MaskedCosine
            ? 1.0
            : throw new InputException(
                $"attack.objective: {KeyName(options.Objective)} needs the gradient itself, but the update is of several steps or its learning rate is not known; "
                + "expected cosine, masked_cosine, layer_cosine or angular");
    }

    private static string KeyName(MatchingObjective objective) => Learning.Experiments.Binding.KeyNames.FromCode(objective.ToString());
}
