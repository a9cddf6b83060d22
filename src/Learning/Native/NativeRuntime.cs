using System.Runtime.InteropServices;
using TorchSharp;

namespace Federated.Learning.Native;

/// <summary>Settings of native libraries that a host makes once, before anything else.</summary>
public static partial class NativeRuntime
{
    private const int LargestFastBlock = 1;
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    /// <summary>
    /// One intra-op thread per worker, and on glibc an allocator that keeps large activations instead of returning them to the
    /// kernel at every step: page faults would cost up to half the time.
    /// </summary>
    public static void Configure()
    {
        if (OperatingSystem.IsLinux())
        {
            KeepLargeBlocks();
        }

        torch.set_num_threads(1);
    }

    private static void KeepLargeBlocks()
    {
        try
        {
            _ = MallocOption(MmapThreshold, 1 << 30);
            _ = MallocOption(TrimThreshold, int.MaxValue);
            _ = MallocOption(TopPad, 256 << 20);

            // Fast bins would be swept each time a large block is freed, which is at every operation.
            _ = MallocOption(LargestFastBlock, 0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt; only speed is lost.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallocOption(int parameter, int value);
}
