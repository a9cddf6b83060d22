namespace Federated.Client;

/// <summary>What came of a task: a submission without session and lease, and its bytes.</summary>
/// <param name="Header">figures, sizes and hash</param>
/// <param name="Bytes">what goes up, then what is kept</param>
internal sealed record Result(Protocol.SubmitHeader Header, byte[] Bytes);
