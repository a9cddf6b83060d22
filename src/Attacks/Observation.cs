using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;

namespace Federated.Attacks;

/// <summary>
/// All that an attack gets to see of one client's update, or of the sum of several. Ground truth is not in it and cannot be reached from it: what came out is compared with the
/// truth elsewhere.
/// </summary>
public sealed record Observation
{
    /// <summary>The model, without dropout.</summary>
    public required Network Network { get; init; }

    /// <summary>w0, the weights that the client started from; length d.</summary>
    public required float[] Before { get; init; }

    /// <summary>
    /// u* = w0 - wT, length d: what the client's training took off the weights, in the sign of a gradient, whichever sign or form it was sent in.
    /// </summary>
    public required float[] Step { get; init; }

    /// <summary>
    /// s with u* = s g*, where g* is the gradient of the mean loss over all samples at w0; null when the update is more than one step on one batch, or
    /// the rate is not known.
    /// </summary>
    public double? GradientScale { get; init; }

    /// <summary>N, the number of samples in this update, of all clients.</summary>
    public required int Samples { get; init; }

    /// <summary>Number of clients whose updates are summed in this one.</summary>
    public int Clients { get; init; } = 1;

    /// <summary>What the adversary has.</summary>
    public required ThreatModel Threat { get; init; }

    /// <summary>How the client trained; null below <see cref="ThreatModel.C"/>.</summary>
    public LocalOptions? Training { get; init; }

    /// <summary>Learning rate of the round; null below <see cref="ThreatModel.C"/>.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Classes of the samples in arbitrary order, when the adversary is told; null: they have to be recovered.</summary>
    public int[]? Labels { get; init; }

    /// <summary>How pixels in [0, 1] became the network's inputs: public, like the model.</summary>
    public required Normalisation Normalisation { get; init; }

    /// <summary>Length d of the vectors.</summary>
    public int Dimension => Before.Length;

    /// <summary>Refuses an attack that needs more than this adversary has.</summary>
    /// <param name="attack">its name</param>
    /// <param name="needed">the least it needs</param>
    /// <exception cref="InputException">The adversary has less.</exception>
    public void Require(string attack, ThreatModel needed)
    {
        if (Threat < needed)
        {
            throw new InputException($"{attack}: needs an adversary of threat model {needed}, but this one has only {Threat}; expected --threat {needed} or a later letter");
        }
    }
}
