namespace Federated.Learning.Data.Text;

/// <summary>A folder of text files as one text.</summary>
public static class TextFolder
{
    private const string Pattern = "*.txt";

    /// <summary>All its <c>.txt</c> files, sorted by name (ordinal), joined by newlines.</summary>
    /// <param name="folder">not searched below</param>
    /// <returns>the bytes as they are in the files</returns>
    /// <exception cref="InputException">There is no such folder, it has no such file, or one cannot be read.</exception>
    public static byte[] Read(string folder) => Join(ReadFiles(folder));

    /// <summary>The contents of its <c>.txt</c> files, sorted by name (ordinal).</summary>
    /// <param name="folder">not searched below</param>
    /// <exception cref="InputException">There is no such folder, it has no such file, or one cannot be read.</exception>
    internal static IReadOnlyList<byte[]> ReadFiles(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{Printable.Shorten(folder, 200)}: no such folder; expected one with {Pattern} files");
        }

        try
        {
            var paths = Directory.GetFiles(folder, Pattern);
            Array.Sort(paths, StringComparer.Ordinal);
            return paths.Length > 0
                ? [.. paths.Select(File.ReadAllBytes)]
                : throw new InputException($"{Printable.Shorten(folder, 200)}: no {Pattern} file; expected at least one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Printable.Shorten(folder, 200)}: cannot be read; {Printable.Shorten(e.Message, 200)}", e);
        }
    }

    /// <summary>Texts with a newline between each two.</summary>
    internal static byte[] Join(IReadOnlyList<byte[]> texts)
    {
        var joined = new byte[checked(texts.Sum(text => text.Length) + texts.Count - 1)];
        var at = 0;
        foreach (var text in texts)
        {
            text.CopyTo(joined, at);
            at += text.Length + 1;
            if (at <= joined.Length)
            {
                joined[at - 1] = (byte)'\n';
            }
        }

        return joined;
    }
}
