using Grpc.Core;

namespace Federated.Coordinator;

/// <summary>How a call is refused: a status that says what to do, and a sentence for people.</summary>
internal static class Refusal
{
    /// <summary>To be thrown.</summary>
    public static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));
}
