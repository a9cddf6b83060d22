namespace Federated.Learning.Files;

/// <summary>Files that are either the old one or the new one, never half of the new one, whenever the program is stopped.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the file and renames.</summary>
    /// <param name="path">replaced if it exists; its folder must exist</param>
    /// <param name="write">writes the content</param>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, write, static (stream, content) => content(stream));

    /// <summary>Writes beside the file and renames.</summary>
    /// <param name="path">replaced if it exists; its folder must exist</param>
    /// <param name="content">what <paramref name="write"/> needs; may be a span</param>
    /// <param name="write">writes the content</param>
    public static void Write<TContent>(string path, TContent content, Action<Stream, TContent> write)
        where TContent : allows ref struct
    {
        var beside = path + ".tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream, content);
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
