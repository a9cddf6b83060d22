using Federated.Learning;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Influence;

/// <summary>
/// Noise that is spent where it protects most: on the weakest singular directions of J. A client can compute them from its own image; the same norm moves
/// the attacker's image up to sigma_1 / sigma_k further than along the strongest. It protects against matching, not against an attacker who has a prior.
/// </summary>
/// <param name="Noise">delta, length d_w</param>
/// <param name="PredictedError">|x_rec - x0| that it causes, to first order</param>
/// <param name="IsotropicError">expected root of the squared error of Gaussian noise of the same norm in all d_w directions</param>
public sealed record WeakDirectionNoise(double[] Noise, double PredictedError, double IsotropicError)
{
    /// <summary>Gaussian in the span of the weakest directions, scaled to a norm.</summary>
    /// <param name="spectrum">of J</param>
    /// <param name="directions">number of weakest directions with a singular value above 0, at least 1</param>
    /// <param name="norm">|delta|</param>
    /// <param name="stream">where the noise comes from</param>
    public static WeakDirectionNoise Draw(InfluenceSpectrum spectrum, int directions, double norm, KeyedStream stream)
    {
        var eigenvalues = spectrum.Eigenvalues;

        // What J hardly sees, noise along it hardly reaches: the image direction exists, the update direction is rounding.
        var floor = 1e-12 * eigenvalues[0];
        var usable = eigenvalues.Length;
        while (usable > 0 && !(eigenvalues[usable - 1] > floor))
        {
            usable--;
        }

        if (directions < 1 || directions > usable)
        {
            throw new InputException($"influence: noise in {directions} directions; expected 1 to {usable}, as many as the update depends on");
        }

        var weights = new double[directions];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = stream.NextGaussian();
        }

        FlatVector.Scale<double>(weights, norm / FlatVector.Norm<double>(weights), weights);
        var (noise, error, inverse) = (new double[spectrum.Parameters], 0.0, 0.0);
        for (var i = 0; i < directions; i++)
        {
            var k = usable - directions + i;
            FlatVector.AddScaled<double>(noise, weights[i], spectrum.UpdateDirection(k));
            error += weights[i] * weights[i] / eigenvalues[k];
        }

        for (var k = 0; k < usable; k++)
        {
            inverse += 1.0 / eigenvalues[k];
        }

        return new WeakDirectionNoise(noise, Math.Sqrt(error), norm * Math.Sqrt(inverse / spectrum.Parameters));
    }
}
