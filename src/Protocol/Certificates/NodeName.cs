using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>What nodes may be called, and where their certificates say it.</summary>
internal static class NodeName
{
    private const int Longest = 64;
    private const string CommonName = "2.5.4.3";

    /// <summary>Accepts names that are file names everywhere and common names of X.509 (at most 64 characters).</summary>
    /// <exception cref="CertificateException">no such name</exception>
    public static void Require(string name)
    {
        if (name.Length is 0 or > Longest || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(IsAccepted))
        {
            throw new CertificateException(
                $"name '{name}': not accepted; expected at most {Longest} of the characters A-Z a-z 0-9 . _ - and a letter or digit first");
        }

        // Folders of some systems do not tell upper from lower case.
        if (string.Equals(name, CertificatePaths.Authority, StringComparison.OrdinalIgnoreCase))
        {
            throw new CertificateException($"name '{name}': not accepted; the files of that name are those of the CA");
        }
    }

    /// <summary>The one common name of a certificate's subject; null if there is none, or more than one.</summary>
    public static string? Of(X509Certificate2 certificate)
    {
        try
        {
            var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
                .Select(part => part.GetSingleElementValue())
                .ToList();
            return names.Count == 1 ? names[0] : null;
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    private static bool IsAccepted(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';
}
