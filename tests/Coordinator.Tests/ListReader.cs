using Grpc.Core;

namespace Federated.Coordinator.Tests;

/// <summary>A stream of messages from a list.</summary>
internal sealed class ListReader<T>(IReadOnlyList<T> items) : IAsyncStreamReader<T>
{
    private int _next;

    public T Current => items[_next - 1];

    public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_next <= items.Count);
}
