using System.Numerics;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>y = max(x, 0); its derivative at 0 is 0.</summary>
/// <param name="input">what comes in</param>
/// <param name="output">what goes out</param>
internal sealed unsafe class ReLUJointLayer<T>(Signal<T> input, Signal<T> output) : JointLayer<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward() => Pass(Input.Value, Output.Value);

    public override void Backward(ProductParts parts) => Pass(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (Input.Moves)
        {
            Pass(Input.Tangent, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts) => Pass(Output.GradientTangent, Input.GradientTangent);

    /// <summary>What belongs to an input above 0.</summary>
    private void Pass(T* source, T* destination)
    {
        for (var i = 0; i < Input.Length; i += Lane<T>.Count)
        {
            var passes = Vector512.GreaterThan(Vector512.Load(Input.Value + i), Vector512<T>.Zero);
            (Vector512.Load(source + i) & passes).Store(destination + i);
        }
    }
}
