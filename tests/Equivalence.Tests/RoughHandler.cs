namespace Federated.Equivalence.Tests;

/// <summary>A link that is slow, and on which nothing gets through while it is cut.</summary>
/// <param name="delay">of every call</param>
/// <param name="inner">what carries the calls</param>
internal sealed class RoughHandler(TimeSpan delay, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _isCut;

    /// <summary>Whether nothing gets through.</summary>
    public bool IsCut
    {
        get => _isCut;
        set => _isCut = value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, cancellationToken);
        Require();
        var response = await base.SendAsync(request, cancellationToken);
        Require();
        return response;
    }

    private void Require()
    {
        if (_isCut)
        {
            throw new HttpRequestException("the link is cut on purpose");
        }
    }
}
