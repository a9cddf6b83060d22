using System.Numerics;
using System.Runtime.InteropServices;

namespace Federated.Learning.Data.NumPy;

/// <summary>A NumPy array in memory, C order.</summary>
public sealed class NpyArray
{
    private readonly byte[] _data;
    private readonly string _name;

    /// <param name="name">what messages call it, usually the file's path</param>
    /// <param name="kind">element type</param>
    /// <param name="shape">lengths, outermost first; empty for a single number</param>
    /// <param name="data">little-endian elements, last dimension fastest</param>
    internal NpyArray(string name, NpyKind kind, int[] shape, byte[] data)
    {
        _name = name;
        _data = data;
        Kind = kind;
        Shape = shape;
    }

    /// <summary>Element type.</summary>
    public NpyKind Kind { get; }

    /// <summary>Lengths, outermost first; empty for a single number.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length => Shape.Aggregate(1, (volume, length) => volume * length);

    /// <summary>Whether the elements are integers.</summary>
    public bool IsInteger => Kind is not (NpyKind.Float32 or NpyKind.Float64 or NpyKind.Boolean);

    /// <summary>The elements of an array of unsigned bytes, without a copy.</summary>
    /// <exception cref="InputException">the elements are of another type</exception>
    public byte[] AsBytes() => Kind == NpyKind.UInt8 ? _data : throw Refuse("uint8");

    /// <summary>All elements as single precision numbers.</summary>
    public float[] ToSingles() => Convert<float>();

    /// <summary>All elements as double precision numbers.</summary>
    public double[] ToDoubles() => Convert<double>();

    /// <summary>All elements of an array of integers.</summary>
    /// <exception cref="InputException">the elements are no integers, or one does not fit into 32 bits</exception>
    public int[] ToInt32s()
    {
        if (!IsInteger)
        {
            throw Refuse("integers");
        }

        try
        {
            return Convert<int>();
        }
        catch (OverflowException e)
        {
            throw new InputException($"{_name}: an element does not fit into 32 bits; expected {int.MinValue} to {int.MaxValue}", e);
        }
    }

    private T[] Convert<T>()
        where T : struct, INumber<T> => Kind switch
        {
            NpyKind.Float32 => Convert<float, T>(),
            NpyKind.Float64 => Convert<double, T>(),
            NpyKind.UInt16 => Convert<ushort, T>(),
            NpyKind.UInt32 => Convert<uint, T>(),
            NpyKind.UInt64 => Convert<ulong, T>(),
            NpyKind.Int8 => Convert<sbyte, T>(),
            NpyKind.Int16 => Convert<short, T>(),
            NpyKind.Int32 => Convert<int, T>(),
            NpyKind.Int64 => Convert<long, T>(),
            _ => Convert<byte, T>(),
        };

    private TTo[] Convert<TFrom, TTo>()
        where TFrom : struct, INumber<TFrom>
        where TTo : struct, INumber<TTo>
    {
        // Casting keeps the byte order of the machine: .NET runs on little-endian machines only, as the format wants.
        var from = MemoryMarshal.Cast<byte, TFrom>(_data);
        var to = new TTo[from.Length];
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = TTo.CreateChecked(from[i]);
        }

        return to;
    }

    private InputException Refuse(string expected) => new($"{_name}: elements of type {Kind}; expected {expected}");
}
