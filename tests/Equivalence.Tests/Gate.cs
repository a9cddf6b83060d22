namespace Federated.Equivalence.Tests;

/// <summary>Holds up calls of one kind from the n-th on, until it is opened: a test can act in the middle of something.</summary>
/// <param name="method">the last part of the call's path, for example <c>Submit</c></param>
/// <param name="passing">calls that are let through before</param>
internal sealed class Gate(string method, int passing)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>The first call is held up.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Lets all calls through.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>A handler for a node's calls.</summary>
    public HttpMessageHandler Handler() => Handler(new SocketsHttpHandler());

    /// <summary>A handler for a node's calls that does something else to them too.</summary>
    public HttpMessageHandler Handler(HttpMessageHandler inner) => new GateHandler(this, inner);

    private async Task PassAsync(string called, CancellationToken cancellation)
    {
        if (called == method && Interlocked.Increment(ref _calls) > passing)
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(cancellation);
        }
    }

    private sealed class GateHandler(Gate gate, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await gate.PassAsync(request.RequestUri!.Segments[^1], cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
