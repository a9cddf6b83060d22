using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Federated.Learning.Parameters;

/// <summary>The name of a model: two runs that agree in it agree in every bit.</summary>
public static class ModelHash
{
    /// <summary>SHA-256 of the parameters' bytes, lower-case hex.</summary>
    public static string Of<T>(ReadOnlySpan<T> parameters)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parameters)));
}
