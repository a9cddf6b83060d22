using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>
/// Adam for a surrogate: its alpha with the learning rate beta, projected to [0, 1], and the control point of a bent way with a rate of its own. Nothing where
/// neither is learned.
/// </summary>
/// <param name="surrogate">null: there is none</param>
/// <param name="options">rates</param>
internal sealed class SurrogateDescent(ISurrogateObjective<float>? surrogate, SmeOptions options)
{
    private readonly Adam _alpha = new(1, 0.9, 0.999);
    private readonly Adam? _bend = surrogate is { Bend.Length: > 0 } ? new(surrogate.Bend.Length, 0.9, 0.999) : null;

    /// <summary>Takes a step by the derivatives of the last evaluation.</summary>
    /// <param name="factor">on both rates</param>
    public void Step(double factor)
    {
        if (surrogate is { LearnsAlpha: true })
        {
            Span<float> alpha = [(float)surrogate.Alpha];
            _alpha.Step(alpha, [(float)surrogate.AlphaGradient], 1.0, options.Beta * factor);
            surrogate.Alpha = Math.Clamp(alpha[0], 0f, 1f);
        }

        _bend?.Step(surrogate!.Bend, surrogate.BendGradient, 1.0, options.Bend * factor);
    }
}
