using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>2x2 max-pooling, then ReLU: an output passes on what its largest input has, if that is above 0.</summary>
internal sealed unsafe class PoolReLUJointLayer<T> : JointLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// For each output the index of its input. Outputs to which nothing passes, and those that only fill a plane up, have the element after the last:
    /// without a branch that a processor cannot foresee, the passes are several times faster.
    /// </summary>
    private readonly int[] _source;

    /// <param name="input">what comes in</param>
    /// <param name="output">what goes out</param>
    public PoolReLUJointLayer(Signal<T> input, Signal<T> output)
        : base(input, output)
    {
        _source = new int[output.Length];
        Array.Fill(_source, input.Length);
    }

    public override void Forward()
    {
        var (width, columns, nowhere) = (Input.Shape.Width, Output.Shape.Width, Input.Length);
        var values = Input.Value;
        for (var plane = 0; plane < Output.Samples * Output.Planes; plane++)
        {
            for (var row = 0; row < Output.Shape.Height; row++)
            {
                var above = (plane * Input.Stride) + (2 * row * width);
                var at = (plane * Output.Stride) + (row * columns);
                for (var i = 0; i < columns; i++, above += 2, at++)
                {
                    var below = above + width;
                    var upper = above + Bit(values[above + 1] > values[above]);
                    var lower = below + Bit(values[below + 1] > values[below]);
                    var best = upper + ((lower - upper) * Bit(values[lower] > values[upper]));
                    _source[at] = nowhere + ((best - nowhere) * Bit(values[best] > T.Zero));
                    Output.Value[at] = T.Max(values[best], T.Zero);
                }
            }
        }
    }

    public override void Backward(ProductParts parts) => Return(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (!Input.Moves)
        {
            return;
        }

        for (var at = 0; at < Output.Length; at++)
        {
            Output.Tangent[at] = Input.Tangent[_source[at]];
        }
    }

    public override void BackwardTangent(ProductParts parts) => Return(Output.GradientTangent, Input.GradientTangent);

    private static int Bit(bool value) => *(byte*)&value;

    private void Return(T* source, T* destination)
    {
        new Span<T>(destination, Input.Length).Clear();
        for (var at = 0; at < Output.Length; at++)
        {
            destination[_source[at]] = source[at];
        }
    }
}
