using System.Numerics;

namespace Federated.Learning.Numerics;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv 1412.6980) with bias correction, in one pass over flat vectors:
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; x = x - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps).
/// </summary>
/// <param name="length">length d of the vectors</param>
/// <param name="beta1">decay of the first moment</param>
/// <param name="beta2">decay of the second moment</param>
public sealed class Adam(int length, double beta1, double beta2)
{
    private const float Epsilon = 1e-8f;

    private readonly float[] _m = new float[length];
    private readonly float[] _v = new float[length];
    private int _steps;

    /// <summary>Takes a step.</summary>
    /// <param name="x">length d, moved in place</param>
    /// <param name="gradient">length d</param>
    /// <param name="scale">factor on the gradient, such as that of clipping</param>
    /// <param name="rate">learning rate of this step</param>
    public void Step(Span<float> x, ReadOnlySpan<float> gradient, double scale, double rate)
    {
        if (x.Length != length || gradient.Length != length)
        {
            throw new ArgumentException($"vectors of {x.Length} and {gradient.Length} values; expected {length}", nameof(gradient));
        }

        _steps++;
        var (grow, keep1, keep2, add1, add2) = ((float)scale, (float)beta1, (float)beta2, (float)(1.0 - beta1), (float)(1.0 - beta2));
        var corrected = (float)(rate / (1.0 - Math.Pow(beta1, _steps)));
        var correction = (float)(1.0 / Math.Sqrt(1.0 - Math.Pow(beta2, _steps)));
        var i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]) * grow;
            var m = (new Vector<float>(_m, i) * keep1) + (g * add1);
            var v = (new Vector<float>(_v, i) * keep2) + (g * g * add2);
            m.CopyTo(_m, i);
            v.CopyTo(_v, i);
            var root = (Vector.SquareRoot(v) * correction) + new Vector<float>(Epsilon);
            (new Vector<float>(x[i..]) - (m * corrected / root)).CopyTo(x[i..]);
        }

        for (; i < length; i++)
        {
            var g = gradient[i] * grow;
            _m[i] = (_m[i] * keep1) + (g * add1);
            _v[i] = (_v[i] * keep2) + (g * g * add2);
            x[i] -= _m[i] * corrected / ((MathF.Sqrt(_v[i]) * correction) + Epsilon);
        }
    }
}
