using System.Numerics;
using System.Runtime.Intrinsics;
using Federated.Learning.Data;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// What flows between two layers: values, their derivatives along a direction (tangents), the loss' derivatives with respect to the values, and the
/// tangents of those. Sample after sample, plane after plane; a plane's rows of a matrix product end on whole vectors, and what fills them up is
/// zero in the gradients of images and undefined elsewhere.
/// </summary>
internal sealed unsafe class Signal<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>[] _buffers;

    /// <param name="samples">n</param>
    /// <param name="shape">of one sample</param>
    public Signal(int samples, SampleShape shape)
    {
        (Samples, Shape) = (samples, shape);
        (Planes, Plane) = shape is { Height: 1, Width: 1 } ? (1, shape.Channels) : (shape.Channels, shape.Height * shape.Width);
        Stride = Whole(Plane);
        _buffers = [.. Enumerable.Range(0, 4).Select(_ => new AlignedBuffer<T>(((long)samples * Size) + 1))];
    }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>Shape of one sample.</summary>
    public SampleShape Shape { get; }

    /// <summary>Planes of a sample; a vector is one plane.</summary>
    public int Planes { get; }

    /// <summary>Values of a plane.</summary>
    public int Plane { get; }

    /// <summary>Distance between planes.</summary>
    public int Stride { get; }

    /// <summary>Distance between samples.</summary>
    public int Size => Planes * Stride;

    /// <summary>Whether tangents are other than zero; if not they are undefined.</summary>
    public bool Moves { get; set; }

    /// <summary>Values.</summary>
    public T* Value => _buffers[0].Address;

    /// <summary>Derivatives of the values along the direction.</summary>
    public T* Tangent => _buffers[1].Address;

    /// <summary>dL/dvalue.</summary>
    public T* Gradient => _buffers[2].Address;

    /// <summary>Derivatives of the gradients along the direction.</summary>
    public T* GradientTangent => _buffers[3].Address;

    /// <summary>Number of all elements, with those that fill up. One more follows: zero in values and tangents, undefined in gradients.</summary>
    public int Length => Samples * Size;

    /// <summary>The next multiple of the vector's length.</summary>
    public static int Whole(int length) => (length + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    /// <summary>Takes samples without gaps.</summary>
    public void Read(ReadOnlySpan<T> source, T* destination)
    {
        for (var i = 0; i < Samples * Planes; i++)
        {
            source.Slice(i * Plane, Plane).CopyTo(new Span<T>(destination + (i * Stride), Plane));
        }
    }

    /// <summary>Gives samples without gaps.</summary>
    public void Write(T* source, Span<T> destination)
    {
        for (var i = 0; i < Samples * Planes; i++)
        {
            new ReadOnlySpan<T>(source + (i * Stride), Plane).CopyTo(destination.Slice(i * Plane, Plane));
        }
    }

    /// <summary>Adds a number of its own to each plane of a sample; what fills planes up is undefined then.</summary>
    public void AddToPlanes(T* sample, T* numbers)
    {
        for (var plane = 0; plane < Planes; plane++, sample += Stride)
        {
            var number = Vector512.Create(numbers[plane]);
            for (var i = 0; i < Stride; i += Vector512<T>.Count)
            {
                (Vector512.Load(sample + i) + number).Store(sample + i);
            }
        }
    }

    /// <summary>Sums each plane over all samples; of gradients, in which zeros fill planes up.</summary>
    public void SumPlanes(T* gradients, T* sums)
    {
        for (var plane = 0; plane < Planes; plane++)
        {
            var sum = Vector512<T>.Zero;
            for (var sample = 0; sample < Samples; sample++)
            {
                var from = gradients + (sample * Size) + (plane * Stride);
                for (var i = 0; i < Stride; i += Vector512<T>.Count)
                {
                    sum += Vector512.Load(from + i);
                }
            }

            sums[plane] = Vector512.Sum(sum);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
