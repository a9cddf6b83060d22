using System.Formats.Tar;
using System.IO.Compression;
using Federated.Learning.Files;

namespace Federated.Learning.Data.Downloads;

/// <summary>Takes known files out of a .tar.gz, whatever folder they are in: no path of the archive is ever used.</summary>
internal static class TarExtractor
{
    /// <summary>Writes the wanted files into a folder, each beside first.</summary>
    /// <exception cref="InputException">the archive is damaged, or a wanted file is not in it</exception>
    public static void Extract(string archive, IReadOnlyList<string> wanted, string folder)
    {
        var missing = wanted.ToHashSet(StringComparer.Ordinal);
        InputFile.Read(archive, stream =>
        {
            using var inflated = new GZipStream(stream, CompressionMode.Decompress);
            using var tar = new TarReader(inflated);
            while (missing.Count > 0 && tar.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (entry.DataStream is { } content && missing.Remove(name))
                {
                    WholeFile.Write(Path.Combine(folder, name), content.CopyTo);
                }
            }

            return missing;
        });

        if (missing.Count > 0)
        {
            throw new InputException($"{archive}: no {string.Join(", ", missing)} in the archive; expected {string.Join(", ", wanted)}");
        }
    }
}
