using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>2x2 mean-pooling; an odd last row or column is left out.</summary>
/// <param name="input">what comes in</param>
/// <param name="output">what goes out</param>
internal sealed unsafe class MeanPoolJointLayer<T>(Signal<T> input, Signal<T> output) : JointLayer<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _quarter = T.CreateChecked(0.25);

    public override void Forward() => Pool(Input.Value, Output.Value);

    public override void Backward(ProductParts parts) => Spread(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (Input.Moves)
        {
            Pool(Input.Tangent, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts) => Spread(Output.GradientTangent, Input.GradientTangent);

    private void Pool(T* source, T* destination)
    {
        var (width, columns) = (Input.Shape.Width, Output.Shape.Width);
        for (var plane = 0; plane < Output.Samples * Output.Planes; plane++)
        {
            for (var row = 0; row < Output.Shape.Height; row++)
            {
                var above = source + (plane * Input.Stride) + (2 * row * width);
                var below = above + width;
                var to = destination + (plane * Output.Stride) + (row * columns);
                for (var i = 0; i < columns; i++)
                {
                    to[i] = _quarter * (above[2 * i] + above[(2 * i) + 1] + below[2 * i] + below[(2 * i) + 1]);
                }
            }
        }
    }

    private void Spread(T* source, T* destination)
    {
        if (Input.Shape.Height % 2 != 0 || Input.Shape.Width % 2 != 0)
        {
            new Span<T>(destination, Input.Length).Clear();
        }

        var (width, columns) = (Input.Shape.Width, Output.Shape.Width);
        for (var plane = 0; plane < Output.Samples * Output.Planes; plane++)
        {
            for (var row = 0; row < Output.Shape.Height; row++)
            {
                var above = destination + (plane * Input.Stride) + (2 * row * width);
                var below = above + width;
                var from = source + (plane * Output.Stride) + (row * columns);
                for (var i = 0; i < columns; i++)
                {
                    var value = _quarter * from[i];
                    (above[2 * i], above[(2 * i) + 1], below[2 * i], below[(2 * i) + 1]) = (value, value, value, value);
                }
            }
        }
    }
}
