using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>Four vectors: a line of a tile, each lane another channel; with the one-dimensional maps of F(2, 3) and their adjoints.</summary>
/// <param name="A">first</param>
/// <param name="B">second</param>
/// <param name="C">third</param>
/// <param name="D">fourth</param>
internal readonly unsafe record struct Quad<T>(Vector512<T> A, Vector512<T> B, Vector512<T> C, Vector512<T> D)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<T> Load(T* from, nint distance) =>
        new(Vector512.Load(from), Vector512.Load(from + distance), Vector512.Load(from + (2 * distance)), Vector512.Load(from + (3 * distance)));

    /// <summary>A y: the adjoint of <see cref="Output"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<T> OutputAdjoint(Vector512<T> first, Vector512<T> second) => new(first, first + second, first - second, -second);

    /// <summary>B^T d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quad<T> Input() => new(A - C, B + C, C - B, B - D);

    /// <summary>B m: the adjoint of <see cref="Input"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quad<T> InputAdjoint() => new(A, B - C + D, B + C - A, -D);

    /// <summary>A^T m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<T> First, Vector512<T> Second) Output() => (A + B + C, B - C - D);

    /// <summary>Writes four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to, nint distance)
    {
        A.Store(to);
        B.Store(to + distance);
        C.Store(to + (2 * distance));
        D.Store(to + (3 * distance));
    }

    /// <summary>Adds four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T* to, nint distance)
    {
        var sum = Load(to, distance);
        new Quad<T>(sum.A + A, sum.B + B, sum.C + C, sum.D + D).Store(to, distance);
    }
}
