using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>2x2 max-pooling, then ReLU: an output passes on what its largest input has, if that is above 0.</summary>
internal sealed unsafe class PoolReLUJointLayer<T> : JointLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>For each output the index of its input; -1: nothing passes, or the output only fills a plane up.</summary>
    private readonly int[] _source;

    /// <param name="input">what comes in</param>
    /// <param name="output">what goes out</param>
    public PoolReLUJointLayer(Signal<T> input, Signal<T> output)
        : base(input, output)
    {
        _source = new int[output.Length];
        Array.Fill(_source, -1);
    }

    public override void Forward()
    {
        var (width, columns) = (Input.Shape.Width, Output.Shape.Width);
        for (var plane = 0; plane < Output.Samples * Output.Planes; plane++)
        {
            for (var i = 0; i < Output.Plane; i++)
            {
                var corner = (plane * Input.Stride) + (i / columns * 2 * width) + (i % columns * 2);
                var best = corner;
                best = Input.Value[corner + 1] > Input.Value[best] ? corner + 1 : best;
                best = Input.Value[corner + width] > Input.Value[best] ? corner + width : best;
                best = Input.Value[corner + width + 1] > Input.Value[best] ? corner + width + 1 : best;
                var at = (plane * Output.Stride) + i;
                var passes = Input.Value[best] > T.Zero;
                _source[at] = passes ? best : -1;
                Output.Value[at] = passes ? Input.Value[best] : T.Zero;
            }
        }
    }

    public override void BackwardInput() => Return(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (!Input.Moves)
        {
            return;
        }

        for (var at = 0; at < Output.Length; at++)
        {
            Output.Tangent[at] = _source[at] >= 0 ? Input.Tangent[_source[at]] : T.Zero;
        }
    }

    public override void BackwardTangentInput() => Return(Output.GradientTangent, Input.GradientTangent);

    private void Return(T* source, T* destination)
    {
        new Span<T>(destination, Input.Length).Clear();
        for (var at = 0; at < Output.Length; at++)
        {
            if (_source[at] >= 0)
            {
                destination[_source[at]] = source[at];
            }
        }
    }
}
