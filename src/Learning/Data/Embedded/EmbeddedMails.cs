using System.IO.Compression;

namespace Federated.Learning.Data.Embedded;

/// <summary>Reads the text of e-mails that is part of the program: 2,093,090 bytes.</summary>
internal static class EmbeddedMails
{
    private const string Resource = "Federated.Learning.Data.mails.txt.gz";

    /// <summary>The whole text; needs no file.</summary>
    public static byte[] Read()
    {
        using var stream = typeof(EmbeddedMails).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} was not built into the program");
        using var text = new GZipStream(stream, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        text.CopyTo(bytes);
        return bytes.ToArray();
    }
}
