using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>
/// Finished work of one run, on disk until it is acknowledged: a node that was killed does not compute it again. A file for each result, named by what
/// the task depends on; one that is damaged is not used. Thread-safe.
/// </summary>
internal sealed class ResultShelf
{
    /// <summary>How the names of folders begin.</summary>
    public const string Prefix = "run-";

    private const string Extension = ".result";

    /// <summary>Rounds that are kept: work of earlier ones was withdrawn, or done by others.</summary>
    private const int Remembered = 2;

    private readonly Lock _lock = new();
    private readonly DirectoryInfo _folder;
    private readonly long _limit;
    private readonly ILogger _log;

    /// <param name="folder">made if it does not exist</param>
    /// <param name="limit">most bytes in it</param>
    /// <param name="log">hears of files that cannot be used</param>
    public ResultShelf(string folder, long limit, ILogger log)
    {
        (_folder, _limit, _log) = (Directory.CreateDirectory(folder), limit, log);
        foreach (var half in _folder.EnumerateFiles().Where(file => file.Extension != Extension).ToArray())
        {
            // The node was killed while it wrote it.
            half.Delete();
        }
    }

    /// <summary>What came of a task before; null: nothing, or nothing that can be used.</summary>
    public Result? Find(WorkKey key)
    {
        var path = PathOf(key);
        lock (_lock)
        {
            try
            {
                return File.Exists(path) ? ResultFile.Read(path) : null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                NodeLog.Damaged(_log, path, error.Message);
                Delete(path);
                return null;
            }
        }
    }

    /// <summary>Keeps what came of a task; earlier rounds, and then the oldest, make room. One that is too long is not kept.</summary>
    public void Put(WorkKey key, Result result)
    {
        var path = PathOf(key);
        lock (_lock)
        {
            try
            {
                if (MakeRoom(key.Round - Remembered, result.Bytes.LongLength))
                {
                    ResultFile.Write(path, result);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                NodeLog.NotKept(_log, path, error.Message);
            }
        }
    }

    /// <summary>Forgets what was acknowledged.</summary>
    public void Remove(WorkKey key)
    {
        lock (_lock)
        {
            Delete(PathOf(key));
        }
    }

    private bool MakeRoom(int past, long length)
    {
        // Names begin with the round: their order is that of age.
        var files = new Queue<FileInfo>(_folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal));
        var used = files.Sum(file => file.Length);
        while (files.Count > 0 && (used + length > _limit || string.CompareOrdinal(files.Peek().Name, $"{past + 1:D10}") < 0))
        {
            var oldest = files.Dequeue();
            used -= oldest.Length;
            oldest.Delete();
        }

        return used + length <= _limit;
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NodeLog.NotKept(_log, path, error.Message);
        }
    }

    private string PathOf(WorkKey key) =>
        Path.Combine(_folder.FullName, $"{key.Round:D10}-{key.Client}-{Convert.ToHexStringLower(key.Input.Span)}{Extension}");
}
