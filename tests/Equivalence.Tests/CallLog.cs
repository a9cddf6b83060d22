using System.Collections.Concurrent;

namespace Federated.Equivalence.Tests;

/// <summary>Which calls a node made, in their order.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The last parts of their paths, for example <c>Submit</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>A handler for a node's calls.</summary>
    public HttpMessageHandler Handler() => new LogHandler(_calls);

    private sealed class LogHandler(ConcurrentQueue<string> calls) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            calls.Enqueue(request.RequestUri!.Segments[^1]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
