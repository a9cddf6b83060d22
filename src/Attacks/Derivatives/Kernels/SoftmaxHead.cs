using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>Softmax cross-entropy with target probabilities on logits z: L = -(1/n) sum_i sum_c q_ic log p_ic with p = softmax(z).</summary>
/// <param name="logits">z; its gradients are written</param>
internal sealed unsafe class SoftmaxHead<T>(Signal<T> logits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _probabilities = new T[logits.Samples * logits.Plane];
    private readonly T[] _masses = new T[logits.Samples];
    private readonly T _weight = T.One / T.CreateChecked(logits.Samples);

    private int Classes => logits.Plane;

    /// <summary>L, and dL/dz = (p sum_c q_c - q) / n.</summary>
    public double Evaluate(ReadOnlySpan<T> targets)
    {
        var loss = 0.0;
        for (var i = 0; i < logits.Samples; i++)
        {
            var z = new ReadOnlySpan<T>(logits.Value + (i * logits.Size), Classes);
            var p = _probabilities.AsSpan(i * Classes, Classes);
            var q = targets.Slice(i * Classes, Classes);
            var max = z[0];
            foreach (var value in z)
            {
                max = T.Max(max, value);
            }

            var (sum, mass, inner) = (T.Zero, T.Zero, T.Zero);
            for (var c = 0; c < p.Length; c++)
            {
                p[c] = T.Exp(z[c] - max);
                sum += p[c];
                mass += q[c];
                inner += q[c] * (z[c] - max);
            }

            loss += double.CreateChecked((mass * T.Log(sum)) - inner);
            _masses[i] = mass;
            for (var c = 0; c < p.Length; c++)
            {
                p[c] /= sum;
                logits.Gradient[(i * logits.Size) + c] = _weight * ((p[c] * mass) - q[c]);
            }
        }

        return loss / logits.Samples;
    }

    /// <summary>Tangents of dL/dz, and d(dL along the direction)/dq = -(z' - &lt;p, z'&gt;) / n.</summary>
    public void Tangent(Span<T> targetProduct)
    {
        for (var i = 0; i < logits.Samples; i++)
        {
            var p = _probabilities.AsSpan(i * Classes, Classes);
            var at = i * logits.Size;
            var tangent = new ReadOnlySpan<T>(logits.Tangent + at, Classes);
            var mean = T.Zero;
            for (var c = 0; c < p.Length; c++)
            {
                mean += p[c] * tangent[c];
            }

            for (var c = 0; c < p.Length; c++)
            {
                var centred = tangent[c] - mean;
                logits.GradientTangent[at + c] = _weight * _masses[i] * p[c] * centred;
                targetProduct[(i * Classes) + c] = -_weight * centred;
            }
        }
    }
}
