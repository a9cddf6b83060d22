using Federated.Protocol;
using Federated.Tests;

namespace Federated.Client.Tests;

/// <summary>A node's folder that is gone after the test, and results to put there.</summary>
internal sealed class StateBed : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("federated-").FullName;

    public ListLogger Log { get; } = new();

    /// <summary>Files of results.</summary>
    public string[] Files => Directory.GetFiles(Folder, "*.result", SearchOption.AllDirectories);

    public NodeState Open(long limit = 1 << 20) => NodeState.Open(Folder, limit, Log);

    public static WorkKey Key(int round, int client = 0) => new(round, client, Framing.Hash([(byte)client]));

    public static Result Result(int length, byte content = 1)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, content);
        return new Result(new SubmitHeader { MeanLoss = 0.5, Steps = 3, Up = length, Sha256 = Framing.Hash(bytes) }, bytes);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
