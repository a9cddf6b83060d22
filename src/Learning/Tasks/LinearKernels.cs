using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Federated.Learning.Numerics;

namespace Federated.Learning.Tasks;

/// <summary>
/// Products of a linear layer on rows of samples, register-blocked: several classes share each load of a sample. The order of
/// additions depends on the sizes only.
/// </summary>
internal static class LinearKernels
{
    /// <summary>Classes computed together; five of them and a sample fit the vector registers twice over.</summary>
    private const int Block = 5;

    /// <summary>logits = X W' + b.</summary>
    /// <param name="parameters">W [C, n], then b [C]</param>
    /// <param name="samples">X [m, n]</param>
    /// <param name="logits">[m, C], overwritten</param>
    /// <param name="inputs">n</param>
    /// <param name="classes">C</param>
    public static void Logits(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, Span<float> logits, int inputs, int classes)
    {
        var rows = samples.Length / inputs;
        var bias = parameters.Slice(inputs * classes, classes);
        for (var row = 0; row < rows; row++)
        {
            var x = samples.Slice(row * inputs, inputs);
            var y = logits.Slice(row * classes, classes);
            var c = 0;
            for (; c + Block <= classes; c += Block)
            {
                DotFive(parameters[(c * inputs)..], x, y.Slice(c, Block), inputs);
            }

            for (; c < classes; c++)
            {
                y[c] = Dot(parameters.Slice(c * inputs, inputs), x);
            }

            for (c = 0; c < classes; c++)
            {
                y[c] += bias[c];
            }
        }
    }

    /// <summary>Gradient of W and b from the derivatives of the logits: D'X and the column sums of D.</summary>
    /// <param name="derivatives">D [m, C]</param>
    /// <param name="samples">X [m, n]</param>
    /// <param name="gradient">W [C, n], then b [C], overwritten</param>
    /// <param name="inputs">n</param>
    /// <param name="classes">C</param>
    public static void Gradient(
        ReadOnlySpan<float> derivatives, ReadOnlySpan<float> samples, Span<float> gradient, int inputs, int classes)
    {
        var rows = samples.Length / inputs;
        var c = 0;
        for (; c + Block <= classes; c += Block)
        {
            OuterFive(derivatives[c..], samples, gradient[(c * inputs)..], (rows, inputs, classes));
        }

        for (; c < classes; c++)
        {
            Outer(derivatives[c..], samples, gradient.Slice(c * inputs, inputs), (rows, inputs, classes));
        }

        var bias = gradient.Slice(inputs * classes, classes);
        bias.Clear();
        for (var row = 0; row < rows; row++)
        {
            for (c = 0; c < classes; c++)
            {
                bias[c] += derivatives[(row * classes) + c];
            }
        }
    }

    private static float Dot(ReadOnlySpan<float> w, ReadOnlySpan<float> x)
    {
        ref var w0 = ref MemoryMarshal.GetReference(w);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            sum = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, (nuint)i), Vector.LoadUnsafe(ref x0, (nuint)i), sum);
        }

        var total = Vector.Sum(sum);
        for (; i < x.Length; i++)
        {
            total += w[i] * x[i];
        }

        return total;
    }

    private static void DotFive(ReadOnlySpan<float> w, ReadOnlySpan<float> x, Span<float> y, int inputs)
    {
        ref var w0 = ref MemoryMarshal.GetReference(w);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var (s0, s1, s2, s3, s4) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var n = (nuint)inputs;
        nuint i = 0;
        for (; i + (nuint)Vector<float>.Count <= n; i += (nuint)Vector<float>.Count)
        {
            var v = Vector.LoadUnsafe(ref x0, i);
            s0 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, i), v, s0);
            s1 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, i + n), v, s1);
            s2 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, i + (2 * n)), v, s2);
            s3 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, i + (3 * n)), v, s3);
            s4 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref w0, i + (4 * n)), v, s4);
        }

        (y[0], y[1], y[2], y[3], y[4]) = (Vector.Sum(s0), Vector.Sum(s1), Vector.Sum(s2), Vector.Sum(s3), Vector.Sum(s4));
        for (var j = (int)i; j < inputs; j++)
        {
            for (var c = 0; c < Block; c++)
            {
                y[c] += w[(c * inputs) + j] * x[j];
            }
        }
    }

    private static void Outer(
        ReadOnlySpan<float> d, ReadOnlySpan<float> samples, Span<float> gradient, (int Rows, int Inputs, int Classes) size)
    {
        gradient.Clear();
        for (var row = 0; row < size.Rows; row++)
        {
            FlatVector.AddScaled(gradient, d[row * size.Classes], samples.Slice(row * size.Inputs, size.Inputs));
        }
    }

    private static void OuterFive(
        ReadOnlySpan<float> d, ReadOnlySpan<float> samples, Span<float> gradient, (int Rows, int Inputs, int Classes) size)
    {
        ref var x0 = ref MemoryMarshal.GetReference(samples);
        ref var g0 = ref MemoryMarshal.GetReference(gradient);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        var n = (nuint)size.Inputs;
        nuint i = 0;
        for (; i + (nuint)Vector<float>.Count <= n; i += (nuint)Vector<float>.Count)
        {
            var (s0, s1, s2, s3, s4) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            for (var row = 0; row < size.Rows; row++)
            {
                var v = Vector.LoadUnsafe(ref x0, i + ((nuint)row * n));
                ref var weights = ref Unsafe.Add(ref d0, row * size.Classes);
                s0 = Vector.FusedMultiplyAdd(new Vector<float>(weights), v, s0);
                s1 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref weights, 1)), v, s1);
                s2 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref weights, 2)), v, s2);
                s3 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref weights, 3)), v, s3);
                s4 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref weights, 4)), v, s4);
            }

            s0.StoreUnsafe(ref g0, i);
            s1.StoreUnsafe(ref g0, i + n);
            s2.StoreUnsafe(ref g0, i + (2 * n));
            s3.StoreUnsafe(ref g0, i + (3 * n));
            s4.StoreUnsafe(ref g0, i + (4 * n));
        }

        for (var j = (int)i; j < size.Inputs; j++)
        {
            for (var c = 0; c < Block; c++)
            {
                var sum = 0.0f;
                for (var row = 0; row < size.Rows; row++)
                {
                    sum += d[(row * size.Classes) + c] * samples[(row * size.Inputs) + j];
                }

                gradient[(c * size.Inputs) + j] = sum;
            }
        }
    }
}
