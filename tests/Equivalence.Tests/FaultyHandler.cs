using Federated.Learning.Randomness;

namespace Federated.Equivalence.Tests;

/// <summary>A bad connection: some calls fail on their way, some answers get lost, some streams break in the middle.</summary>
/// <param name="seed">decides which</param>
/// <param name="share">of all calls that fail, and that lose their answer</param>
/// <param name="counts">what happened</param>
internal sealed class FaultyHandler(ulong seed, double share, FaultCounts counts) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Some events, or a part of a vector.</summary>
    private const int LongestStream = 2_000;

    private readonly Lock _lock = new();
    private KeyedStream _chance = new(seed, Purpose.Cohort);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.Segments[^1];
        var (chance, length) = Draw();
        if (chance < share)
        {
            counts.Fail();
            throw new HttpRequestException($"{method} fails on purpose");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (method is "Tasks" or "Fetch" or "Seals")
        {
            return chance < 5 * share ? Breaking(response, length) : response;
        }

        if (chance < 3 * share)
        {
            // The answer has come, so the coordinator has done its work.
            counts.Lose();
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            response.Dispose();
            throw new HttpRequestException($"the answer to {method} gets lost on purpose");
        }

        return response;
    }

    private (double Chance, int Length) Draw()
    {
        lock (_lock)
        {
            return (_chance.NextDouble(), _chance.NextInt32(LongestStream));
        }
    }

    private HttpResponseMessage Breaking(HttpResponseMessage response, int length)
    {
        var content = new StreamContent(new BreakingStream(response.Content.ReadAsStream(), length, counts));
        foreach (var (name, values) in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return response;
    }
}
