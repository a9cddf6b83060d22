using System.Numerics;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>y = 1 / (1 + exp(-x)), with y' = y (1 - y) and y'' = y' (1 - 2 y).</summary>
/// <param name="input">what comes in</param>
/// <param name="output">what goes out</param>
internal sealed unsafe class SigmoidJointLayer<T>(Signal<T> input, Signal<T> output) : JointLayer<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward()
    {
        for (var i = 0; i < Input.Length; i += Lane<T>.Count)
        {
            Lane<T>.Sigmoid(Vector512.Load(Input.Value + i)).Store(Output.Value + i);
        }
    }

    public override void Backward(ProductParts parts) => Scale(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (Input.Moves)
        {
            Scale(Input.Tangent, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts)
    {
        if (!Input.Moves)
        {
            Scale(Output.GradientTangent, Input.GradientTangent);
            return;
        }

        var (one, two) = (Vector512<T>.One, Vector512.Create(T.CreateChecked(2)));
        for (var i = 0; i < Input.Length; i += Lane<T>.Count)
        {
            var y = Vector512.Load(Output.Value + i);
            var bend = (one - (two * y)) * Vector512.Load(Input.Tangent + i) * Vector512.Load(Output.Gradient + i);
            (y * (one - y) * (Vector512.Load(Output.GradientTangent + i) + bend)).Store(Input.GradientTangent + i);
        }
    }

    /// <summary>Times y'.</summary>
    private void Scale(T* source, T* destination)
    {
        for (var i = 0; i < Input.Length; i += Lane<T>.Count)
        {
            var y = Vector512.Load(Output.Value + i);
            (y * (Vector512<T>.One - y) * Vector512.Load(source + i)).Store(destination + i);
        }
    }
}
