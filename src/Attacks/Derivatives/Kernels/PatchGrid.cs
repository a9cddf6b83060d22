using System.Numerics;
using Federated.Learning.Data;
using Federated.Learning.Models;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// The patches that a convolution sees of one sample, as a matrix: a row for each channel and position in the kernel, a column for each output
/// position. What lies in the padding is never written, so the matrix has to be zero at first.
/// </summary>
internal sealed unsafe class PatchGrid<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SampleShape _input;
    private readonly LayerSpec.Convolution _layer;
    private readonly int _height;
    private readonly int _width;
    private readonly int _stride;
    private readonly (int Sample, int Patch, int Count)[] _runs;

    /// <param name="layer">kernel, stride and padding</param>
    /// <param name="input">shape that comes in</param>
    /// <param name="output">shape that goes out</param>
    public PatchGrid(LayerSpec.Convolution layer, SampleShape input, SampleShape output)
    {
        (_layer, _input, _height, _width) = (layer, input, output.Height, output.Width);
        _stride = Signal<T>.Whole(input.Height * input.Width);
        Rows = input.Channels * layer.Kernel * layer.Kernel;
        Columns = Signal<T>.Whole(output.Height * output.Width);
        _runs = [.. ListRuns()];
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Distance between rows: the output's plane, filled up.</summary>
    public int Columns { get; }

    /// <summary>Number of elements.</summary>
    public int Size => Rows * Columns;

    /// <summary>Writes a sample's patches.</summary>
    public void Gather(T* sample, T* patches)
    {
        var stride = _layer.Stride;
        foreach (var run in _runs)
        {
            T* source = sample + run.Sample, destination = patches + run.Patch;
            if (stride == 1)
            {
                Lane<T>.Copy(source, destination, run.Count);
                continue;
            }

            for (var i = 0; i < run.Count; i++)
            {
                destination[i] = source[i * stride];
            }
        }
    }

    /// <summary>Adds patches to the sample they come from.</summary>
    public void Scatter(T* patches, T* sample)
    {
        new Span<T>(sample, _input.Channels * _stride).Clear();
        var stride = _layer.Stride;
        foreach (var run in _runs)
        {
            T* source = patches + run.Patch, destination = sample + run.Sample;
            if (stride == 1)
            {
                Lane<T>.Add(source, destination, run.Count);
                continue;
            }

            for (var i = 0; i < run.Count; i++)
            {
                destination[i * stride] += source[i];
            }
        }
    }

    /// <summary>Pieces of rows that lie inside the image.</summary>
    private IEnumerable<(int Sample, int Patch, int Count)> ListRuns()
    {
        var (kernel, stride, padding) = (_layer.Kernel, _layer.Stride, _layer.Padding);
        for (var row = 0; row < Rows; row++)
        {
            var (channel, ky, kx) = (row / (kernel * kernel), row / kernel % kernel, row % kernel);
            var first = Math.Max(0, (padding - kx + stride - 1) / stride);
            var last = Math.Min(_width - 1, (_input.Width - 1 + padding - kx) / stride);
            for (var y = 0; y < _height; y++)
            {
                var line = (y * stride) + ky - padding;
                if (line >= 0 && line < _input.Height && last >= first)
                {
                    var sample = (channel * _stride) + (line * _input.Width) + (first * stride) + kx - padding;
                    yield return (sample, (row * Columns) + (y * _width) + first, last - first + 1);
                }
            }
        }
    }
}
