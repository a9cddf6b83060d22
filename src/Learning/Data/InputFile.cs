namespace Federated.Learning.Data;

/// <summary>Opens files of users; what goes wrong with them is said in one line that names the file.</summary>
internal static class InputFile
{
    /// <summary>Reads a file with the given function.</summary>
    /// <exception cref="InputException">the file is missing, cannot be read or is damaged</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{path}: may not be read, or is a folder", e);
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path}: damaged compressed data", e);
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot be read ({OneLine(e.Message)})", e);
        }
    }

    /// <summary>A message of another library without its line breaks.</summary>
    public static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
