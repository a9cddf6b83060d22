using System.Text;
using Federated.Learning;
using Federated.Learning.Files;
using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>A node's folder: locked as long as the node lives, with one subfolder of finished work for the run that it works for.</summary>
internal sealed class NodeState : IDisposable
{
    private readonly string _folder;
    private readonly long _limit;
    private readonly ILogger _log;
    private readonly FileStream _lock;

    private NodeState(string folder, long limit, ILogger log, FileStream held) => (_folder, _limit, _log, _lock) = (folder, limit, log, held);

    /// <summary>Makes the folder if it does not exist, and locks it.</summary>
    /// <exception cref="InputException">Another node uses it, or it cannot be written.</exception>
    public static NodeState Open(string folder, long limit, ILogger log)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be made ({error.Message}); expected a folder that can be written", error);
        }

        var path = Path.Combine(folder, "lock");
        try
        {
            return new NodeState(folder, limit, log, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InputException($"{folder}: cannot be written ({error.Message}); expected a folder that can be", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{folder}: is in use by another node; expected a folder of its own for each ({error.Message})", error);
        }
    }

    /// <summary>The session that the node had last, also before it was started again: a coordinator does not wait for both. Empty: none.</summary>
    public string Session
    {
        get => File.Exists(SessionPath) && File.ReadAllText(SessionPath) is { Length: 32 } session && session.All(char.IsAsciiHexDigit) ? session : "";
        set => WholeFile.Write(SessionPath, stream => stream.Write(Encoding.ASCII.GetBytes(value)));
    }

    private string SessionPath => Path.Combine(_folder, "session");

    /// <summary>Finished work of a run; that of other runs is deleted.</summary>
    /// <param name="run">recognises the run, a name that can be that of a folder</param>
    public ResultShelf Shelf(string run)
    {
        foreach (var other in Directory.EnumerateDirectories(_folder, ResultShelf.Prefix + "*").Where(other => Path.GetFileName(other) != ResultShelf.Prefix + run).ToArray())
        {
            Directory.Delete(other, recursive: true);
        }

        return new ResultShelf(Path.Combine(_folder, ResultShelf.Prefix + run), _limit, _log);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
