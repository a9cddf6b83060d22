using System.Threading.Channels;
using Grpc.Core;

namespace Federated.Coordinator.Tests;

/// <summary>A stream of messages into a channel.</summary>
internal sealed class ChannelStreamWriter<T> : IServerStreamWriter<T>
{
    private readonly Channel<T> _channel = Channel.CreateUnbounded<T>();

    public WriteOptions? WriteOptions { get; set; }

    public ChannelReader<T> Reader => _channel.Reader;

    public Task WriteAsync(T message) => _channel.Writer.WriteAsync(message).AsTask();

    public Task WriteAsync(T message, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(message, cancellationToken).AsTask();
}
