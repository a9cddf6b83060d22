using System.Security.Cryptography;
using Federated.Protocol;

namespace Federated.Coordinator.Operators;

/// <summary>What an operator shows: drawn anew whenever a coordinator starts, and written where only its user can read it.</summary>
public static class OperatorToken
{
    private const int Bytes = 32;

    /// <summary>The file in a run's folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "operator.token");

    /// <summary>Draws one and writes it.</summary>
    internal static string Make(string folder)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        SecretFile.Write(PathIn(folder), token + "\n");
        return token;
    }
}
