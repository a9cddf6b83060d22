using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>A matrix in memory.</summary>
/// <param name="Start">address of its first element</param>
/// <param name="RowStride">distance between rows</param>
/// <param name="ColumnStride">distance between columns</param>
internal readonly unsafe record struct Operand<T>(nint Start, int RowStride, int ColumnStride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="address">its first element</param>
    /// <param name="rowStride">distance between rows</param>
    /// <param name="columnStride">distance between columns</param>
    public Operand(T* address, int rowStride, int columnStride = 1)
        : this((nint)address, rowStride, columnStride)
    {
    }

    /// <summary>Its first element.</summary>
    public T* Address => (T*)Start;

    /// <summary>An element.</summary>
    public T this[int row, int column] => Address[((nint)row * RowStride) + ((nint)column * ColumnStride)];

    /// <summary>What begins at a row.</summary>
    public Operand<T> Row(int row) => At(row, 0);

    /// <summary>What begins at a column.</summary>
    public Operand<T> Column(int column) => At(0, column);

    /// <summary>What begins at an element.</summary>
    public Operand<T> At(int row, int column) => new(Address + ((nint)row * RowStride) + ((nint)column * ColumnStride), RowStride, ColumnStride);
}
