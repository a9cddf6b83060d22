using Grpc.Core;

namespace Federated.Client;

/// <summary>Calls in which much is sent and one answer comes.</summary>
internal static class AnsweredStream
{
    /// <summary>Sends messages until there are no more, or the answer is there: whoever has answered need not read on.</summary>
    /// <param name="call">disposed of by the caller</param>
    /// <param name="messages">made one after the other</param>
    /// <param name="cancellation">ends it</param>
    /// <exception cref="RpcException">That is the answer, or the connection broke.</exception>
    public static async Task<TReply> Send<TRequest, TReply>(
        AsyncClientStreamingCall<TRequest, TReply> call, IEnumerable<TRequest> messages, CancellationToken cancellation)
    {
        await Task.WhenAny(Write(call.RequestStream, messages, cancellation), call.ResponseAsync);
        return await call.ResponseAsync;
    }

    private static async Task Write<TRequest>(IClientStreamWriter<TRequest> stream, IEnumerable<TRequest> messages, CancellationToken cancellation)
    {
        try
        {
            foreach (var message in messages)
            {
                await stream.WriteAsync(message, cancellation);
            }

            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The other side has answered without reading on, or the connection broke: the answer says which.
        }
    }
}
