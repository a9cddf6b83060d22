using System.Numerics;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// A register of unsigned 32-bit words, and what the kernels do with it. The kernels are written once, for any width; every operation is
/// exact or rounds once, so that all widths give the same bits.
/// </summary>
internal unsafe interface ILanes<TSelf> : IBitwiseOperators<TSelf, TSelf, TSelf>, IAdditionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Words in a register; divides 16.</summary>
    static abstract int Count { get; }

    /// <summary>Bits of an index that <see cref="Lookup"/> looks at.</summary>
    static abstract int IndexBits { get; }

    /// <summary>0, 1, 2, ...</summary>
    static abstract TSelf Iota { get; }

    /// <summary>The same word everywhere.</summary>
    static abstract TSelf Create(uint value);

    /// <summary>Words from memory.</summary>
    static abstract TSelf Load(uint* source);

    /// <summary>Words to memory.</summary>
    static abstract void Store(TSelf value, uint* destination);

    /// <summary>Towards the highest bit.</summary>
    static abstract TSelf ShiftLeft(TSelf value, int count);

    /// <summary>Towards the lowest bit; zeros come in.</summary>
    static abstract TSelf ShiftRight(TSelf value, int count);

    /// <summary>Both halves of the 64-bit products with one word.</summary>
    static abstract TSelf Multiply(TSelf value, uint factor, out TSelf high);

    /// <summary>table[index mod 2^IndexBits] for each word, as signed integers.</summary>
    static abstract TSelf Lookup(int* table, TSelf index);

    /// <summary>factor x as single-precision numbers, x the nearest to the words as signed integers.</summary>
    static abstract TSelf Scale(TSelf value, float factor);

    /// <summary>to = from + value, the words of value taken as single-precision numbers.</summary>
    static abstract void AddTo(float* from, TSelf value, float* to);

    /// <summary>The same past the caches; to is aligned to a register.</summary>
    static abstract void StreamTo(float* from, TSelf value, float* to);

    /// <summary>theta = decay theta - alpha x, x the nearest single-precision numbers to the words as signed integers. Each operation rounds: none is fused.</summary>
    static abstract void Step(float* theta, float decay, float alpha, TSelf sum);
}
