using System.Security.Cryptography;
using Federated.Learning;
using Federated.Protocol;

namespace Federated.Coordinator.Admission;

/// <summary>A file of tokens that each let one node in: the SHA-256 of one a line, so that nobody gets in who reads it.</summary>
public static class EnrolmentFile
{
    private const string Heading = "# SHA-256 of tokens that each let one node in; made by 'fed tokens'.";
    private const int TokenBytes = 16;
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;

    /// <summary>Reads one.</summary>
    /// <returns>hashes of tokens</returns>
    /// <exception cref="InputException">it cannot be read, or holds something else</exception>
    public static IReadOnlySet<string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}); expected a file that 'fed tokens' made", error);
        }

        var wrong = Array.FindIndex(lines, line => !IsHeading(line) && !IsHash(line));
        return wrong < 0
            ? lines.Where(line => !IsHeading(line)).ToHashSet(StringComparer.Ordinal)
            : throw new InputException($"{path}:{wrong + 1}: not the SHA-256 of a token; expected {HashDigits} digits 0-9 a-f, as 'fed tokens' writes them");
    }

    /// <summary>Makes tokens and adds their hashes to a file, which is made if it does not exist.</summary>
    /// <returns>the tokens, which are kept nowhere</returns>
    /// <exception cref="InputException">it holds something else</exception>
    public static IReadOnlyList<string> Add(string path, int count)
    {
        var known = File.Exists(path) ? Read(path) : new HashSet<string>();
        string[] tokens = [.. Enumerable.Range(0, count).Select(_ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)))];
        SecretFile.Write(path, string.Concat(new[] { Heading }.Concat(known).Concat(tokens.Select(SecretHash.Of)).Select(line => line + "\n")));
        return tokens;
    }

    private static bool IsHeading(string line) => line.StartsWith('#') || line.Length == 0;

    private static bool IsHash(string line) => line.Length == HashDigits && line.All(char.IsAsciiHexDigitLower);
}
