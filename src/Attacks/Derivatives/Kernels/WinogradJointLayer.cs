using System.Numerics;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// y = W * x + b with kernels of 3x3 and stride 1, by <see cref="Winograd{T}"/>: all passes are products of transformed inputs, filters and outputs, a few
/// samples at a time, so that what is transformed stays in the cache.
/// </summary>
internal sealed unsafe class WinogradJointLayer<T> : JointLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Channels below which transforming costs more than it saves.</summary>
    private const int FewestChannels = 8;

    /// <summary>Tiles at a time.</summary>
    private const int Tiles = 196;

    private readonly JointWeights<T> _weights;
    private readonly int _offset;
    private readonly int _tiles;
    private readonly int _batch;
    private readonly int _inputImage;
    private readonly int _outputImage;
    private readonly ChannelsLast<T> _inputLayout;
    private readonly ChannelsLast<T> _outputLayout;
    private readonly Winograd<T> _inputTiles;
    private readonly Winograd<T> _outputTiles;

    // Images of all samples, kept for later passes: inputs, their tangents, output gradients. What lies outside of a sample stays zero.
    private readonly AlignedBuffer<T> _inputImages;
    private readonly AlignedBuffer<T> _tangentImages;
    private readonly AlignedBuffer<T> _gradientImages;

    // Images of one sample: tangents of output gradients; and what is written, without zeros around it.
    private readonly AlignedBuffer<T> _gradientTangentImage;
    private readonly AlignedBuffer<T> _writtenInput;
    private readonly AlignedBuffer<T> _writtenOutput;

    // Transformed, a batch of each.
    private readonly AlignedBuffer<T> _x;
    private readonly AlignedBuffer<T> _y;
    private readonly AlignedBuffer<T> _yTangent;

    // Transformed weights, their direction, and the weights' derivatives.
    private readonly WinogradFilters<T> _filters;
    private readonly WinogradFilters<T> _direction;
    private readonly WinogradDerivatives<T> _derivatives;

    /// <param name="layer">padding</param>
    /// <param name="input">what comes in</param>
    /// <param name="output">what goes out</param>
    /// <param name="weights">of the whole network</param>
    /// <param name="offset">where this layer's begin: W [output, input, 3, 3], then b [output]</param>
    public WinogradJointLayer(LayerSpec.Convolution layer, Signal<T> input, Signal<T> output, JointWeights<T> weights, int offset)
        : base(input, output)
    {
        (_weights, _offset) = (weights, offset);
        var (height, width) = ((output.Shape.Height + 1) / 2, (output.Shape.Width + 1) / 2);
        _tiles = height * width;
        _batch = Math.Clamp(Tiles / _tiles, 1, input.Samples);
        _inputLayout = new ChannelsLast<T>(input.Shape, layer.Padding, (2 * width) + Winograd<T>.Overlap);
        _outputLayout = new ChannelsLast<T>(output.Shape, 0, 2 * width);
        _inputTiles = new Winograd<T>(height, width, _batch * _tiles, _inputLayout.Channels);
        _outputTiles = new Winograd<T>(height, width, _batch * _tiles, _outputLayout.Channels);
        _inputImage = ((2 * height) + Winograd<T>.Overlap) * ((2 * width) + Winograd<T>.Overlap) * _inputLayout.Channels;
        _outputImage = 4 * _tiles * _outputLayout.Channels;
        (_inputImages, _tangentImages) = (new AlignedBuffer<T>((long)input.Samples * _inputImage), new AlignedBuffer<T>((long)input.Samples * _inputImage));
        (_gradientImages, _gradientTangentImage) = (new AlignedBuffer<T>((long)input.Samples * _outputImage), new AlignedBuffer<T>(_outputImage));
        (_writtenInput, _writtenOutput) = (new AlignedBuffer<T>(_inputImage), new AlignedBuffer<T>(_outputImage));
        (_x, _y, _yTangent) = (new AlignedBuffer<T>(_inputTiles.Size), new AlignedBuffer<T>(_outputTiles.Size), new AlignedBuffer<T>(_outputTiles.Size));
        var rows = _batch * _tiles;
        (_filters, _direction) = (new WinogradFilters<T>(Inputs, Outputs, rows), new WinogradFilters<T>(Inputs, Outputs, rows));
        _derivatives = new WinogradDerivatives<T>(Inputs, Outputs, rows);
    }

    private int Inputs => Input.Planes;

    private int Outputs => Output.Planes;

    private int BiasOffset => _offset + (Outputs * Inputs * 9);

    /// <summary>Whether a layer can be done this way, and better so.</summary>
    public static bool Accepts(LayerSpec.Convolution layer, Signal<T> input) =>
        layer is { Kernel: 3, Stride: 1 } && input.Planes >= FewestChannels && layer.Channels >= FewestChannels;

    public override void Forward()
    {
        _filters.Take(_weights.Value + _offset);
        foreach (var batch in Batches())
        {
            ReadInputs(Input.Value, batch, _inputImages);
            TransformInputs(_inputImages, batch);
            _filters.Multiply(_x, _y, batch.Count * _tiles, Write.Overwrites);
            PutOutputs(batch, Output.Value, _weights.Value);
        }
    }

    public override void Backward(ProductParts parts)
    {
        _derivatives.Begin();
        foreach (var batch in Batches())
        {
            for (var i = 0; i < batch.Count; i++)
            {
                _outputLayout.Read(Output.Gradient + ((batch.First + i) * Output.Size), Image(_gradientImages, _outputImage, batch.First + i));
            }

            TransformGradients(batch);
            if (parts.HasFlag(ProductParts.Weights))
            {
                TransformInputs(_inputImages, batch);
                _derivatives.Add(_x, _y, batch.Count * _tiles);
            }

            if (parts.HasFlag(ProductParts.Inputs))
            {
                _filters.MultiplyTransposed(_y, _x, batch.Count * _tiles, Write.Overwrites);
                PutInputs(batch, Input.Gradient);
            }
        }

        if (parts.HasFlag(ProductParts.Weights))
        {
            PutWeights(_weights.Gradient, Output.Gradient);
        }
    }

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves || _weights.Moves;
        if (_weights.Moves)
        {
            _direction.Take(_weights.Direction + _offset);
        }

        foreach (var batch in Batches())
        {
            var mode = Write.Overwrites;
            if (Input.Moves)
            {
                ReadInputs(Input.Tangent, batch, _tangentImages);
                TransformInputs(_tangentImages, batch);
                _filters.Multiply(_x, _y, batch.Count * _tiles, mode);
                mode = Write.Adds;
            }

            if (_weights.Moves)
            {
                TransformInputs(_inputImages, batch);
                _direction.Multiply(_x, _y, batch.Count * _tiles, mode);
            }

            PutOutputs(batch, Output.Tangent, _weights.Moves ? _weights.Direction : null);
        }
    }

    public override void BackwardTangent(ProductParts parts)
    {
        _derivatives.Begin();
        foreach (var batch in Batches())
        {
            TransformGradients(batch);
            for (var i = 0; i < batch.Count; i++)
            {
                _outputLayout.Read(Output.GradientTangent + ((batch.First + i) * Output.Size), _gradientTangentImage.Address);
                _outputTiles.OutputAdjoint(_gradientTangentImage.Address, i * _tiles, _yTangent.Address);
            }

            if (parts.HasFlag(ProductParts.Weights))
            {
                TransformInputs(_inputImages, batch);
                _derivatives.Add(_x, _yTangent, batch.Count * _tiles);
                if (Input.Moves)
                {
                    TransformInputs(_tangentImages, batch);
                    _derivatives.Add(_x, _y, batch.Count * _tiles);
                }
            }

            if (parts.HasFlag(ProductParts.Inputs))
            {
                _filters.MultiplyTransposed(_yTangent, _x, batch.Count * _tiles, Write.Overwrites);
                if (_weights.Moves)
                {
                    _direction.MultiplyTransposed(_y, _x, batch.Count * _tiles, Write.Adds);
                }

                PutInputs(batch, Input.GradientTangent);
            }
        }

        if (parts.HasFlag(ProductParts.Weights))
        {
            PutWeights(_weights.Product, Output.GradientTangent);
        }
    }

    public override void Dispose()
    {
        foreach (var buffer in new[] { _inputImages, _tangentImages, _gradientImages, _gradientTangentImage, _writtenInput, _writtenOutput, _x, _y, _yTangent })
        {
            buffer.Dispose();
        }

        _filters.Dispose();
        _direction.Dispose();
        _derivatives.Dispose();
        base.Dispose();
    }

    private IEnumerable<(int First, int Count)> Batches()
    {
        for (var first = 0; first < Input.Samples; first += _batch)
        {
            yield return (first, Math.Min(_batch, Input.Samples - first));
        }
    }

    private static T* Image(AlignedBuffer<T> images, int size, int sample) => images.Address + ((nint)sample * size);

    private void ReadInputs(T* planes, (int First, int Count) batch, AlignedBuffer<T> images)
    {
        for (var i = batch.First; i < batch.First + batch.Count; i++)
        {
            _inputLayout.Read(planes + (i * Input.Size), Image(images, _inputImage, i));
        }
    }

    private void TransformInputs(AlignedBuffer<T> images, (int First, int Count) batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            _inputTiles.Input(Image(images, _inputImage, batch.First + i), i * _tiles, _x.Address);
        }
    }

    private void TransformGradients((int First, int Count) batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            _outputTiles.OutputAdjoint(Image(_gradientImages, _outputImage, batch.First + i), i * _tiles, _y.Address);
        }
    }

    /// <summary>Outputs from their transform in y; the bias of weights, null for none, comes on top.</summary>
    private void PutOutputs((int First, int Count) batch, T* planes, T* weights)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var sample = planes + ((batch.First + i) * Output.Size);
            _outputTiles.Output(_y.Address, i * _tiles, _writtenOutput.Address);
            _outputLayout.Write(_writtenOutput.Address, sample);
            if (weights is not null)
            {
                Output.AddToPlanes(sample, weights + BiasOffset);
            }
        }
    }

    /// <summary>Inputs' derivatives from those of their transform in x.</summary>
    private void PutInputs((int First, int Count) batch, T* planes)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            _writtenInput.Span.Clear();
            _inputTiles.AddInputAdjoint(_x.Address, i * _tiles, _writtenInput.Address);
            _inputLayout.Write(_writtenInput.Address, planes + ((batch.First + i) * Input.Size));
        }
    }

    /// <summary>Weights' derivatives from those of their transform; of the bias, sums of the outputs'.</summary>
    private void PutWeights(T* weights, T* gradients)
    {
        _derivatives.Put(weights + _offset);
        Output.SumPlanes(gradients, weights + BiasOffset);
    }
}
