using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>Transformed filters, both ways round, and their products with transformed tiles.</summary>
/// <param name="inputs">channels that come in</param>
/// <param name="outputs">channels that go out</param>
/// <param name="rows">of the tiles' matrices</param>
internal sealed unsafe class WinogradFilters<T>(int inputs, int outputs, int rows) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _forward = new(Winograd<T>.Points * inputs * Signal<T>.Whole(outputs));
    private readonly AlignedBuffer<T> _backward = new(Winograd<T>.Points * outputs * Signal<T>.Whole(inputs));

    /// <summary>Transforms filters [outputs, inputs, 3, 3].</summary>
    public void Take(T* filters) => Winograd<T>.Filter(filters, outputs, inputs, _forward.Address, _backward.Address);

    /// <summary>Transformed outputs y of transformed inputs x.</summary>
    /// <param name="x">tiles x inputs, 16 times</param>
    /// <param name="y">tiles x outputs, 16 times</param>
    /// <param name="tiles">number of rows that are used</param>
    /// <param name="mode">whether y is added to</param>
    public void Multiply(AlignedBuffer<T> x, AlignedBuffer<T> y, int tiles, Write mode)
    {
        for (var point = 0; point < Winograd<T>.Points; point++)
        {
            var filters = Winograd<T>.Matrix(_forward, point, inputs, outputs);
            BroadcastProduct.Run((tiles, Signal<T>.Whole(outputs), inputs), Winograd<T>.Matrix(x, point, rows, inputs), filters, Winograd<T>.Matrix(y, point, rows, outputs), mode);
        }
    }

    /// <summary>The adjoint of <see cref="Multiply"/>: derivatives x of transformed inputs from those of transformed outputs y.</summary>
    /// <param name="y">tiles x outputs, 16 times</param>
    /// <param name="x">tiles x inputs, 16 times</param>
    /// <param name="tiles">number of rows that are used</param>
    /// <param name="mode">whether x is added to</param>
    public void MultiplyTransposed(AlignedBuffer<T> y, AlignedBuffer<T> x, int tiles, Write mode)
    {
        for (var point = 0; point < Winograd<T>.Points; point++)
        {
            var filters = Winograd<T>.Matrix(_backward, point, outputs, inputs);
            BroadcastProduct.Run((tiles, Signal<T>.Whole(inputs), outputs), Winograd<T>.Matrix(y, point, rows, outputs), filters, Winograd<T>.Matrix(x, point, rows, inputs), mode);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
    }
}
