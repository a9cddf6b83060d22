namespace Federated.Learning.Data.Downloads;

/// <summary>A file to download.</summary>
/// <param name="Address">where it is published</param>
/// <param name="Name">name it gets in the cache; of an archive: name of the archive while it is unpacked</param>
/// <param name="Md5">checksum the publisher states, in lower-case hexadecimal</param>
/// <param name="Members">empty for a plain file; of a .tar.gz: names of the files to take out of it</param>
public sealed record DataFile(Uri Address, string Name, string Md5, IReadOnlyList<string> Members)
{
    /// <summary>Whether the file is an archive to unpack.</summary>
    public bool IsArchive => Members.Count > 0;
}
