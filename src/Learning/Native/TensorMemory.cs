using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Federated.Learning.Native;

/// <summary>Where a contiguous tensor's values lie; stable for the tensor's life.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Address of the first value.</summary>
    /// <typeparam name="T">the tensor's element type</typeparam>
    public static T* Address<T>(Tensor tensor)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
