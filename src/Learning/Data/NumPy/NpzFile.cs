using System.IO.Compression;

namespace Federated.Learning.Data.NumPy;

/// <summary>Reads .npz files: zip archives, stored or deflated, of .npy files.</summary>
public sealed class NpzFile
{
    private const string Extension = ".npy";
    private readonly string _path;

    private NpzFile(string path, IReadOnlyList<string> keys)
    {
        _path = path;
        Keys = keys;
    }

    /// <summary>Names of the arrays, in the order of the archive.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Opens an archive and reads its table of contents.</summary>
    /// <exception cref="InputException">the file is missing or no zip archive</exception>
    public static NpzFile Open(string path) => InputFile.Read(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        return new NpzFile(path, [.. archive.Entries.Select(e => e.FullName).Where(IsArray).Select(name => name[..^Extension.Length])]);
    });

    /// <summary>Reads one array.</summary>
    /// <exception cref="InputException">there is no such array, or it is damaged</exception>
    public NpyArray Read(string key) => InputFile.Read(_path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var name = $"{_path}[{key}]";
        var entry = archive.GetEntry(key + Extension)
            ?? throw new InputException($"{name}: no such array; the file has {string.Join(", ", Keys)}");
        if (!BoundedReader.CanInflateTo(entry.CompressedLength, entry.Length))
        {
            throw new InputException($"{name}: {entry.CompressedLength} compressed bytes cannot hold {entry.Length}");
        }

        using var inflated = entry.Open();
        return NpyFile.Read(inflated, name, entry.Length, trusted: (8 * entry.CompressedLength) + (1 << 20));
    });

    private static bool IsArray(string name) => name.EndsWith(Extension, StringComparison.Ordinal);
}
