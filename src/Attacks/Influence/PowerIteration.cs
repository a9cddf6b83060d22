using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Influence;

/// <summary>Largest eigenvalue by repeated multiplication, on d_x numbers: the operator of the parameters has the same one and is much longer.</summary>
internal static class PowerIteration
{
    /// <summary>|A b| for unit b after the given number of steps, or when it no longer changes.</summary>
    /// <param name="a">symmetric positive semidefinite</param>
    /// <param name="steps">products with A</param>
    /// <param name="tolerance">relative change at which it ends</param>
    public static double LargestEigenvalue(ISymmetricOperator a, int steps, double tolerance = 1e-12)
    {
        var (b, product) = (new double[a.Length], new double[a.Length]);
        var stream = new KeyedStream(0, Purpose.InfluenceProbe);
        foreach (ref var value in b.AsSpan())
        {
            value = stream.NextGaussian();
        }

        FlatVector.Scale<double>(b, 1.0 / FlatVector.Norm<double>(b), b);
        var largest = 0.0;
        for (var step = 0; step < steps; step++)
        {
            a.Apply(b, product);
            var norm = FlatVector.Norm<double>(product);
            if (!(norm > 0.0) || Math.Abs(norm - largest) <= tolerance * norm)
            {
                return norm;
            }

            largest = norm;
            FlatVector.Scale<double>(b, 1.0 / norm, product);
        }

        return largest;
    }
}
