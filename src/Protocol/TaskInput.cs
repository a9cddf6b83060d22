using Google.Protobuf;

namespace Federated.Protocol;

/// <summary>Recognises what a task depends on besides round and client: the same input has the same result.</summary>
public static class TaskInput
{
    /// <summary>SHA-256 over the hashes of all that comes down and of what the client keeps.</summary>
    public static ByteString Of(Task task) => Framing.Hash([.. task.Down.SelectMany(hash => hash), .. task.State]);
}
