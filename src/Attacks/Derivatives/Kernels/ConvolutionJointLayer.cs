using System.Numerics;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>y = W * x + b, sample by sample as products with the matrix of patches, which is kept for the passes that need it again.</summary>
internal sealed unsafe class ConvolutionJointLayer<T> : JointLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Samples whose patches are multiplied together: few enough for the cache.</summary>
    private const int Stack = 2;

    private readonly PatchGrid<T> _grid;
    private readonly JointWeights<T> _weights;
    private readonly int _offset;
    private readonly AlignedBuffer<T> _patches;
    private readonly AlignedBuffer<T> _patchTangents;
    private readonly AlignedBuffer<T> _patchGradient;

    /// <param name="layer">kernel, stride and padding</param>
    /// <param name="input">what comes in</param>
    /// <param name="output">what goes out</param>
    /// <param name="weights">of the whole network</param>
    /// <param name="offset">where this layer's begin: W [output, input, kernel, kernel], then b [output]</param>
    public ConvolutionJointLayer(LayerSpec.Convolution layer, Signal<T> input, Signal<T> output, JointWeights<T> weights, int offset)
        : base(input, output)
    {
        (_weights, _offset) = (weights, offset);
        _grid = new PatchGrid<T>(layer, input.Shape, output.Shape);
        _patches = new AlignedBuffer<T>((long)_grid.Size * input.Samples);
        _patchTangents = new AlignedBuffer<T>((long)_grid.Size * input.Samples);
        _patchGradient = new AlignedBuffer<T>(_grid.Size);
    }

    private int Channels => Output.Planes;

    private int BiasOffset => _offset + (Channels * _grid.Rows);

    public override void Forward()
    {
        for (var i = 0; i < Input.Samples; i++)
        {
            _grid.Gather(Input.Value + (i * Input.Size), _patches.Address + ((nint)i * _grid.Size));
            Multiply(_weights.Value, _patches, i, Output.Value, Write.Overwrites);
        }

        AddBias(_weights.Value, Output.Value);
    }

    public override void Backward(ProductParts parts)
    {
        if (parts.HasFlag(ProductParts.Weights))
        {
            CorrelateAll(_weights.Gradient, [new Term(Output.Gradient, _patches)]);
        }

        if (parts.HasFlag(ProductParts.Inputs))
        {
            BackwardInput();
        }
    }

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves || _weights.Moves;
        for (var i = 0; i < Input.Samples; i++)
        {
            var mode = Write.Overwrites;
            if (Input.Moves)
            {
                _grid.Gather(Input.Tangent + (i * Input.Size), _patchTangents.Address + ((nint)i * _grid.Size));
                Multiply(_weights.Value, _patchTangents, i, Output.Tangent, mode);
                mode = Write.Adds;
            }

            if (_weights.Moves)
            {
                Multiply(_weights.Direction, _patches, i, Output.Tangent, mode);
            }
        }

        if (_weights.Moves)
        {
            AddBias(_weights.Direction, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts)
    {
        if (parts.HasFlag(ProductParts.Weights))
        {
            Term moved = new(Output.GradientTangent, _patches);
            CorrelateAll(_weights.Product, Input.Moves ? [moved, new Term(Output.Gradient, _patchTangents)] : [moved]);
        }

        if (parts.HasFlag(ProductParts.Inputs))
        {
            BackwardTangentInput();
        }
    }

    public override void Dispose()
    {
        _patches.Dispose();
        _patchTangents.Dispose();
        _patchGradient.Dispose();
        base.Dispose();
    }

    private void BackwardInput()
    {
        for (var i = 0; i < Input.Samples; i++)
        {
            MultiplyTransposed(_weights.Value, Output.Gradient + (i * Output.Size), Write.Overwrites);
            _grid.Scatter(_patchGradient.Address, Input.Gradient + (i * Input.Size));
        }
    }

    private void BackwardTangentInput()
    {
        for (var i = 0; i < Input.Samples; i++)
        {
            MultiplyTransposed(_weights.Value, Output.GradientTangent + (i * Output.Size), Write.Overwrites);
            if (_weights.Moves)
            {
                MultiplyTransposed(_weights.Direction, Output.Gradient + (i * Output.Size), Write.Adds);
            }

            _grid.Scatter(_patchGradient.Address, Input.GradientTangent + (i * Input.Size));
        }
    }

    /// <summary>Output of a sample from its patches.</summary>
    private void Multiply(T* weights, AlignedBuffer<T> patches, int sample, T* output, Write mode) => BroadcastProduct.Run(
        (Channels, _grid.Columns, _grid.Rows),
        new Operand<T>(weights + _offset, _grid.Rows),
        new Operand<T>(patches.Address + ((nint)sample * _grid.Size), _grid.Columns),
        new Operand<T>(output + (sample * Output.Size), Output.Stride),
        mode);

    /// <summary>Patches' derivatives from an output's.</summary>
    private void MultiplyTransposed(T* weights, T* output, Write mode) => BroadcastProduct.Run(
        (_grid.Rows, _grid.Columns, Channels),
        new Operand<T>(weights + _offset, 1, _grid.Rows),
        new Operand<T>(output, Output.Stride),
        new Operand<T>(_patchGradient.Address, _grid.Columns),
        mode);

    /// <summary>Derivatives of the weights: sums over samples and positions of the first terms' derivatives times patches; of the bias, of the first alone.</summary>
    private void CorrelateAll(T* weights, ReadOnlySpan<Term> terms)
    {
        var mode = Write.Overwrites;
        foreach (var term in terms)
        {
            for (var i = 0; i < Input.Samples; i += Stack)
            {
                DotProduct.Run(
                    (Channels, _grid.Rows, _grid.Columns),
                    new Operand<T>(term.Derivatives + (i * Output.Size), Output.Stride),
                    new Operand<T>(term.Patches.Address + ((nint)i * _grid.Size), _grid.Columns),
                    new Operand<T>(weights + _offset, _grid.Rows),
                    (Math.Min(Stack, Input.Samples - i), Output.Size, _grid.Size),
                    mode);
                mode = Write.Adds;
            }
        }

        Output.SumPlanes(terms[0].Derivatives, weights + BiasOffset);
    }

    private void AddBias(T* weights, T* output)
    {
        for (var i = 0; i < Output.Samples; i++)
        {
            Output.AddToPlanes(output + (i * Output.Size), weights + BiasOffset);
        }
    }

    private readonly struct Term(T* derivatives, AlignedBuffer<T> patches)
    {
        public T* Derivatives { get; } = derivatives;

        public AlignedBuffer<T> Patches { get; } = patches;
    }
}
