using Federated.Learning.Algorithms;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Audit;

/// <summary>
/// Algorithms that train at an ascent point, w + rho g / |g|, send the sum of gradients taken there and not at w. Whoever takes them for gradients at w
/// sees samples through a blur. An adversary who knows rho moves the start along the update, whose direction is nearly that of g:
/// <code>w0' = w0 + rho u* / |u*|</code>
/// </summary>
public static class Ascent
{
    /// <summary>Radius rho of an algorithm's ascent step; 0: it takes none, or one of no fixed length.</summary>
    public static double Radius(AlgorithmOptions algorithm) => algorithm switch
    {
        FedSpeedOptions { RhoMode: RhoMode.Normalised, Alpha: > 0 } fedspeed => fedspeed.Rho,
        FedSamOptions sam => sam.Rho,
        MoFedSamOptions sam => sam.Rho,
        DFedSamOptions sam => sam.Rho,
        DFedSamMgsOptions sam => sam.Rho,
        _ => 0.0,
    };

    /// <summary>The observation from the ascent point; the same for adversaries who do not know rho, and algorithms without one.</summary>
    /// <param name="observation">of threat model C or above</param>
    /// <param name="algorithm">what clients ran</param>
    public static Observation Reckon(Observation observation, AlgorithmOptions algorithm)
    {
        var (rho, norm) = (Radius(algorithm), FlatVector.Norm<float>(observation.Step));
        if (observation.Threat < ThreatModel.C || rho == 0.0 || norm == 0.0)
        {
            return observation;
        }

        float[] before = [.. observation.Before];
        FlatVector.AddScaled<float>(before, rho / norm, observation.Step);
        return observation with { Before = before };
    }
}
