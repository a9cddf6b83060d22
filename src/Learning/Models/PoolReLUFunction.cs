using Federated.Learning.Native;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>
/// <see cref="PoolReLUKernel"/> as an autograd function: same bits as libtorch's pooling and ReLU, several times faster. It can be
/// differentiated once.
/// </summary>
internal sealed unsafe class PoolReLUFunction : autograd.SingleTensorFunction<PoolReLUFunction>
{
    private const string SizeKey = "size";

    /// <inheritdoc/>
    public override string Name => nameof(PoolReLUFunction);

    /// <summary>Whether the kernel takes these images: float32, channels-last, whole pairs of rows and columns.</summary>
    public static bool Accepts(Tensor x)
    {
        var (shape, stride) = (x.shape, x.stride());
        return x.dtype == ScalarType.Float32
            && shape[1] % PoolReLUKernel.Block == 0
            && shape[2] % 2 == 0
            && shape[3] % 2 == 0
            && stride[1] == 1
            && stride[3] == shape[1]
            && stride[2] == shape[1] * shape[3]
            && stride[0] == shape[1] * shape[2] * shape[3];
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        var codes = Output(x);
        var output = Pool(x, codes);
        ctx.save_for_backward([codes]);
        ctx.save_data(SizeKey, x.shape);
        return output.permute(0, 3, 1, 2);
    }

    /// <summary>Pools without keeping what a derivative needs.</summary>
    public static Tensor Evaluate(Tensor x) => Pool(x, null).permute(0, 3, 1, 2);

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var shape = (long[])ctx.get_data(SizeKey);
        var codes = ctx.get_saved_variables()[0];
        var derivative = grad_output.permute(0, 2, 3, 1).contiguous();
        var result = empty(shape[0], shape[2], shape[3], shape[1]);
        PoolReLUKernel.Backward(Address(derivative), Address(codes), Address(result), Size(shape));
        return [result.permute(0, 3, 1, 2)];
    }

    private static Tensor Pool(Tensor x, Tensor? codes)
    {
        var output = Output(x);
        PoolReLUKernel.Forward(
            Address(x.permute(0, 2, 3, 1)), Address(output), codes is null ? null : Address(codes), Size(x.shape));
        return output;
    }

    private static Tensor Output(Tensor x) => empty(x.shape[0], x.shape[2] / 2, x.shape[3] / 2, x.shape[1]);

    private static PoolSize Size(long[] shape) => new(shape[0] * (shape[2] / 2), (int)(shape[3] / 2), (int)shape[1]);

    private static float* Address(Tensor tensor) => TensorMemory.Address<float>(tensor);
}
