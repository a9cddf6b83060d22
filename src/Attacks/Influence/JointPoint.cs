using Federated.Attacks.Derivatives;
using Federated.Learning;
using Federated.Learning.Models;

namespace Federated.Attacks.Influence;

/// <summary>Joint losses at true images, in float64: the weakest directions decide, and their squares are what float32 loses first.</summary>
internal static class JointPoint
{
    /// <summary>A joint loss at a point, not evaluated.</summary>
    /// <param name="network">the model</param>
    /// <param name="weights">length d</param>
    /// <param name="inputs">normalised samples one after the other</param>
    /// <param name="labels">their classes</param>
    /// <exception cref="InputException">Lengths do not fit the network, or a label is none of its classes.</exception>
    public static IJointLoss<double> Open(Network network, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        Require(network, weights.Length, inputs.Length, labels);
        var loss = JointLosses.Create<double>(network, labels.Length);
        Set(loss, weights, inputs, labels);
        return loss;
    }

    /// <summary>Puts a joint loss at a point that fits it.</summary>
    public static void Set(IJointLoss<double> loss, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        Widen(weights, loss.Weights);
        Widen(inputs, loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            loss.Targets[(i * loss.Network.Classes) + labels[i]] = 1.0;
        }
    }

    /// <summary>Refuses what does not fit.</summary>
    public static void Require(Network network, int weights, int inputs, ReadOnlySpan<int> labels)
    {
        if (weights != network.Layout.Dimension)
        {
            throw new InputException($"influence: {weights} weights; expected {network.Layout.Dimension}, as {network.Name} has parameters");
        }

        if (labels.IsEmpty || inputs != labels.Length * network.Input.Size)
        {
            throw new InputException($"influence: {inputs} numbers in {labels.Length} labelled samples; expected {network.Input.Size} in each, and at least one sample");
        }

        foreach (var label in labels)
        {
            if (label < 0 || label >= network.Classes)
            {
                throw new InputException($"influence: label {label}; expected one of 0 to {network.Classes - 1}");
            }
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }
}
