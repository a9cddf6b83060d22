using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Certificates and keys as files.</summary>
internal static class PemFile
{
    /// <summary>Reads a certificate.</summary>
    /// <param name="path">the file</param>
    /// <param name="remedy">what helps if there is no such file</param>
    /// <exception cref="CertificateException">no certificate can be read from it</exception>
    public static X509Certificate2 ReadCertificate(string path, string remedy)
    {
        try
        {
            return X509Certificate2.CreateFromPem(ReadText(path, remedy));
        }
        catch (CryptographicException error)
        {
            throw new CertificateException($"{path}: is not a certificate in PEM format", error);
        }
    }

    /// <summary>Reads a certificate and joins it with its key.</summary>
    /// <param name="path">file of the certificate</param>
    /// <param name="keyPath">file of the key</param>
    /// <param name="remedy">what helps if one of them is missing</param>
    /// <exception cref="CertificateException">one cannot be read, or the key is another certificate's</exception>
    public static X509Certificate2 ReadWithKey(string path, string keyPath, string remedy)
    {
        using var certificate = ReadCertificate(path, remedy);
        var key = ReadText(keyPath, remedy);
        if (!PemEncoding.TryFind(key, out var fields) || !key[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new CertificateException($"{keyPath}: is not a private key in PEM format");
        }

        if (key[fields.Label].StartsWith("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new CertificateException($"{keyPath}: is encrypted; expected a private key without a password, in a file that only its owner can read");
        }

        try
        {
            return Usable(X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{keyPath}: does not belong to {path}", error);
        }
    }

    /// <summary>Writes what everybody may read.</summary>
    public static void Write(string path, string pem) => SecretFile.WritePublic(path, pem + "\n");

    /// <summary>Writes what only the user may read.</summary>
    public static void WriteSecret(string path, string pem) => SecretFile.Write(path, pem + "\n");

    private static string ReadText(string path, string remedy)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException($"{path}: does not exist; {remedy}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>TLS of Windows uses no key that lives in memory alone; the way over PKCS #12 gives the key a place.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
