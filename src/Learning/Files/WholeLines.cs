using System.Text;

namespace Federated.Learning.Files;

/// <summary>Files that grow by lines: a line is there wholly or, on a full disk, not at all.</summary>
internal static class WholeLines
{
    /// <summary>Keeps the first lines of a file and drops what is behind them; the file is at its end then.</summary>
    /// <param name="file">seekable, at its beginning, not buffered</param>
    /// <param name="isKept">asked line by line, until it says no</param>
    public static void Keep(Stream file, Func<string, bool> isKept)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var length = 0L;
        while (reader.ReadLine() is { } line && isKept(line))
        {
            length += Encoding.UTF8.GetByteCount(line) + 1;
        }

        file.SetLength(Math.Min(length, file.Length));
        file.Seek(0, SeekOrigin.End);
    }

    /// <summary>Drops a last line without an end: a writer was stopped in the middle of it.</summary>
    /// <param name="file">seekable, not buffered; at its beginning afterwards</param>
    public static void DropUnfinished(Stream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        file.SetLength(end);
        file.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>Appends, and hands it to the operating system.</summary>
    /// <param name="file">seekable, at its end, not buffered</param>
    /// <param name="lines">each with its end</param>
    public static void Append(Stream file, string lines)
    {
        var end = file.Length;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(lines));
            file.Flush();
        }
        catch (IOException)
        {
            file.SetLength(end);
            file.Seek(end, SeekOrigin.Begin);
            throw;
        }
    }
}
