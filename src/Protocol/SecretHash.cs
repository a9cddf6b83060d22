using System.Security.Cryptography;
using System.Text;

namespace Federated.Protocol;

/// <summary>How tokens and credentials are kept by whoever checks them: nothing that is stored lets anybody in.</summary>
public static class SecretHash
{
    /// <summary>Bytes of the shortest credential that a node may draw.</summary>
    public const int CredentialBytes = 32;

    /// <summary>SHA-256 of a token's UTF-8 bytes, in lower-case hexadecimal digits.</summary>
    public static string Of(string token) => Of(Encoding.UTF8.GetBytes(token));

    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(SHA256.HashData(secret));

    /// <summary>Whether two tokens are the same, in a time that does not say where they differ.</summary>
    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
