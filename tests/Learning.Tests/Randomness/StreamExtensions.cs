using Federated.Learning.Randomness;

namespace Federated.Learning.Tests.Randomness;

internal static class StreamExtensions
{
    /// <summary>The first 64 bits, leaving the stream as it is.</summary>
    public static ulong NextUInt64Copy(this KeyedStream stream) => stream.NextUInt64();
}
