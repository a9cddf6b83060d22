using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Client;

/// <summary>Recognises a task whatever its lease: the same one has the same result.</summary>
/// <param name="Round">1-based</param>
/// <param name="Client">who</param>
/// <param name="Input">see <see cref="TaskInput"/></param>
internal readonly record struct WorkKey(int Round, int Client, ByteString Input)
{
    /// <summary>That of a task.</summary>
    public static WorkKey Of(ProtocolTask task) =>
        new(task.Round, task.Client, TaskInput.Of(task));
}
