using TorchSharp;
using static TorchSharp.torch;

namespace Federated.Learning.Native;

/// <summary>
/// The sum of two tensors. TorchSharp's <c>a + b</c> makes a factor of one for libtorch's <c>a + factor b</c>, and nothing keeps it alive
/// during the native call: a garbage collection in another thread frees it under libtorch's hands (TorchSharp 0.107; seen as an
/// exception out of <c>c10::Scalar</c>, and a wrong factor would not be seen at all). Here it lives as long as the process.
/// </summary>
internal static class TensorSum
{
    private static readonly Scalar _one = 1.ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Of(Tensor a, Tensor b) => a.add(b, _one);
}
