using System.Text;

namespace Federated.Protocol;

/// <summary>Small files of which it matters who can read them.</summary>
public static class SecretFile
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes what only the user may read.</summary>
    public static void Write(string path, string text) => Write(path, text, Secret);

    /// <summary>Writes what everybody may read.</summary>
    public static void WritePublic(string path, string text) => Write(path, text, Secret | Others);

    /// <summary>Whether others than the owner may read a file; unknown on Windows, and false.</summary>
    public static bool IsReadableByOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    /// <summary>Beside its place and renamed: a reader sees the old file or the new one, and a secret is never readable for a moment.</summary>
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var beside = path + ".tmp";

        // One that a crash left would keep its own mode.
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using (var stream = new FileStream(beside, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
