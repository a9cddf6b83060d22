using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>From planes to one vector without gaps.</summary>
/// <param name="input">what comes in</param>
/// <param name="output">what goes out</param>
internal sealed unsafe class FlattenJointLayer<T>(Signal<T> input, Signal<T> output) : JointLayer<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward() => Join(Input.Value, Output.Value);

    public override void Backward(ProductParts parts) => Split(Output.Gradient, Input.Gradient);

    public override void ForwardTangent()
    {
        Output.Moves = Input.Moves;
        if (Input.Moves)
        {
            Join(Input.Tangent, Output.Tangent);
        }
    }

    public override void BackwardTangent(ProductParts parts) => Split(Output.GradientTangent, Input.GradientTangent);

    private void Join(T* source, T* destination)
    {
        for (var i = 0; i < Input.Samples; i++)
        {
            for (var plane = 0; plane < Input.Planes; plane++)
            {
                var from = source + (i * Input.Size) + (plane * Input.Stride);
                Lane<T>.Copy(from, destination + (i * Output.Size) + (plane * Input.Plane), Input.Plane);
            }
        }
    }

    private void Split(T* source, T* destination)
    {
        for (var i = 0; i < Input.Samples; i++)
        {
            for (var plane = 0; plane < Input.Planes; plane++)
            {
                var to = destination + (i * Input.Size) + (plane * Input.Stride);
                Lane<T>.Copy(source + (i * Output.Size) + (plane * Input.Plane), to, Input.Plane);
            }
        }
    }
}
