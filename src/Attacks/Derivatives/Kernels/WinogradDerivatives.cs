using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>Derivatives of filters, summed up in the transformed domain.</summary>
/// <param name="inputs">channels that come in</param>
/// <param name="outputs">channels that go out</param>
/// <param name="rows">of the tiles' matrices</param>
internal sealed unsafe class WinogradDerivatives<T>(int inputs, int outputs, int rows) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _sums = new(Winograd<T>.Points * inputs * Signal<T>.Whole(outputs));
    private Write _mode;

    /// <summary>Begins a sum.</summary>
    public void Begin() => _mode = Write.Overwrites;

    /// <summary>Adds the products of transformed inputs and derivatives of transformed outputs, over all tiles.</summary>
    /// <param name="x">tiles x inputs, 16 times</param>
    /// <param name="y">tiles x outputs, 16 times</param>
    /// <param name="tiles">number of rows that are used</param>
    public void Add(AlignedBuffer<T> x, AlignedBuffer<T> y, int tiles)
    {
        for (var point = 0; point < Winograd<T>.Points; point++)
        {
            var transposed = new Operand<T>(Winograd<T>.Matrix(x, point, rows, inputs).Address, 1, Signal<T>.Whole(inputs));
            BroadcastProduct.Run((inputs, Signal<T>.Whole(outputs), tiles), transposed, Winograd<T>.Matrix(y, point, rows, outputs), Winograd<T>.Matrix(_sums, point, inputs, outputs), _mode);
        }

        _mode = Write.Adds;
    }

    /// <summary>Writes derivatives of filters [outputs, inputs, 3, 3].</summary>
    public void Put(T* filters) => Winograd<T>.FilterAdjoint(_sums.Address, outputs, inputs, filters);

    /// <inheritdoc/>
    public void Dispose() => _sums.Dispose();
}
