using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>y = W x + b on vectors.</summary>
/// <param name="input">what comes in</param>
/// <param name="output">what goes out</param>
/// <param name="weights">of the whole network</param>
/// <param name="offset">where this layer's begin: W [output, input], then b [output]</param>
internal sealed unsafe class LinearJointLayer<T>(Signal<T> input, Signal<T> output, JointWeights<T> weights, int offset)
    : JointLayer<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _samples = input.Samples;
    private readonly int _inputs = input.Plane;
    private readonly int _outputs = output.Plane;

    private int BiasOffset => offset + (_outputs * _inputs);

    public override void Forward()
    {
        Multiply(Input.Value, weights.Value, Output.Value, Write.Overwrites);
        AddBias(weights.Value, Output.Value);
    }

    public override void Backward(ProductParts parts)
    {
        if (parts.HasFlag(ProductParts.Weights))
        {
            Correlate(Output.Gradient, Input.Value, weights.Gradient, Write.Overwrites);
            SumBias(Output.Gradient, weights.Gradient);
        }

        if (parts.HasFlag(ProductParts.Inputs))
        {
            MultiplyTransposed(Output.Gradient, weights.Value, Input.Gradient, Write.Overwrites);
        }
    }

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves || weights.Moves;
        var mode = Write.Overwrites;
        if (Input.Moves)
        {
            Multiply(Input.Tangent, weights.Value, Output.Tangent, mode);
            mode = Write.Adds;
        }

        if (weights.Moves)
        {
            Multiply(Input.Value, weights.Direction, Output.Tangent, mode);
            AddBias(weights.Direction, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts)
    {
        if (parts.HasFlag(ProductParts.Weights))
        {
            BackwardTangentWeights();
        }

        if (parts.HasFlag(ProductParts.Inputs))
        {
            BackwardTangentInput();
        }
    }

    private void BackwardTangentWeights()
    {
        Correlate(Output.GradientTangent, Input.Value, weights.Product, Write.Overwrites);
        if (Input.Moves)
        {
            Correlate(Output.Gradient, Input.Tangent, weights.Product, Write.Adds);
        }

        SumBias(Output.GradientTangent, weights.Product);
    }

    private void BackwardTangentInput()
    {
        MultiplyTransposed(Output.GradientTangent, weights.Value, Input.GradientTangent, Write.Overwrites);
        if (weights.Moves)
        {
            MultiplyTransposed(Output.Gradient, weights.Direction, Input.GradientTangent, Write.Adds);
        }
    }

    private void Multiply(T* x, T* w, T* y, Write mode) => DotProduct.Run(
        (_samples, _outputs, _inputs),
        new Operand<T>(x, Input.Stride),
        new Operand<T>(w + offset, _inputs),
        new Operand<T>(y, Output.Stride),
        (1, 0, 0),
        mode);

    private void MultiplyTransposed(T* dy, T* w, T* dx, Write mode) => BroadcastProduct.Run(
        (_samples, _inputs, _outputs),
        new Operand<T>(dy, Output.Stride),
        new Operand<T>(w + offset, _inputs),
        new Operand<T>(dx, Input.Stride),
        mode);

    private void Correlate(T* dy, T* x, T* dw, Write mode) => BroadcastProduct.Run(
        (_outputs, _inputs, _samples),
        new Operand<T>(dy, 1, Output.Stride),
        new Operand<T>(x, Input.Stride),
        new Operand<T>(dw + offset, _inputs),
        mode);

    private void SumBias(T* dy, T* dw)
    {
        for (var unit = 0; unit < _outputs; unit++)
        {
            var sum = T.Zero;
            for (var i = 0; i < _samples; i++)
            {
                sum += dy[(i * Output.Stride) + unit];
            }

            dw[BiasOffset + unit] = sum;
        }
    }

    private void AddBias(T* w, T* y)
    {
        for (var i = 0; i < _samples; i++)
        {
            for (var unit = 0; unit < _outputs; unit++)
            {
                y[(i * Output.Stride) + unit] += w[BiasOffset + unit];
            }
        }
    }
}
