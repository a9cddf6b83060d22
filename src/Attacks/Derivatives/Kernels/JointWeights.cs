using System.Numerics;
using System.Runtime.Intrinsics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>Flat vectors of length d that layers read and write: weights, a direction of theirs, and the derivatives. A whole vector may be read past their end.</summary>
internal sealed unsafe class JointWeights<T>(int dimension) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>[] _buffers =
        [.. Enumerable.Range(0, 4).Select(_ => new AlignedBuffer<T>(dimension + Vector512<T>.Count))];

    /// <summary>Whether the direction is other than zero; if not it is undefined.</summary>
    public bool Moves { get; set; }

    /// <summary>w.</summary>
    public T* Value => _buffers[0].Address;

    /// <summary>v.</summary>
    public T* Direction => _buffers[1].Address;

    /// <summary>dL/dw.</summary>
    public T* Gradient => _buffers[2].Address;

    /// <summary>Its derivative along the direction.</summary>
    public T* Product => _buffers[3].Address;

    /// <summary>One of them.</summary>
    public Span<T> Span(T* vector) => new(vector, dimension);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
