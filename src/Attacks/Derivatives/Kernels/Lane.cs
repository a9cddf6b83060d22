using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>The few vector operations that kernels need, for float and double alike.</summary>
internal static unsafe class Lane<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of lanes.</summary>
    public static int Count => Vector512<T>.Count;

    /// <summary>a b + c in one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sigmoid(Vector512<T> x)
    {
        var exp = typeof(T) == typeof(float)
            ? Vector512.Exp((-x).AsSingle()).As<float, T>()
            : Vector512.Exp((-x).AsDouble()).As<double, T>();
        return Vector512<T>.One / (Vector512<T>.One + exp);
    }

    /// <summary>Ones in the first lanes, zeros after them.</summary>
    public static Vector512<T> First(int count)
    {
        Span<T> ones = stackalloc T[Vector512<T>.Count];
        ones.Clear();
        ones[..count].Fill(T.One);
        return Vector512.Create<T>(ones);
    }

    /// <summary>Copies a short run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(T* source, T* destination, int count)
    {
        var half = Vector256<T>.Count;
        if (count >= half)
        {
            var i = 0;
            for (; i <= count - half; i += half)
            {
                Vector256.Load(source + i).Store(destination + i);
            }

            Vector256.Load(source + count - half).Store(destination + count - half);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>Adds a short run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(T* source, T* destination, int count)
    {
        var half = Vector256<T>.Count;
        var i = 0;
        for (; i <= count - half; i += half)
        {
            (Vector256.Load(destination + i) + Vector256.Load(source + i)).Store(destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] += source[i];
        }
    }
}
