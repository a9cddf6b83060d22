using System.Threading.Channels;
using Federated.Protocol;

namespace Federated.Client.Peers;

/// <summary>A connection of a link, from either end.</summary>
internal static class LinkStream
{
    /// <summary>Passes on what both ends say, until the connection is over.</summary>
    /// <param name="link">this end</param>
    /// <param name="hello">what the other end said first</param>
    /// <param name="hear">what it says after that</param>
    /// <param name="say">sends to it</param>
    /// <param name="cancellation">ends it</param>
    public static async Task Run(
        Link link, Hello hello, IAsyncEnumerable<LinkMessage> hear, Func<LinkMessage, Task> say, CancellationToken cancellation)
    {
        var outbox = Channel.CreateUnbounded<IEnumerable<LinkMessage>>(new UnboundedChannelOptions { SingleReader = true });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        link.Attach(hello, outbox.Writer);
        var saying = Say(outbox.Reader, say, end.Token);
        var hearing = Hear(link, hear, outbox.Writer, end.Token);
        try
        {
            await await Task.WhenAny(saying, hearing);
        }
        finally
        {
            link.Detach(outbox.Writer);
            await end.CancelAsync();
            await Task.WhenAll(saying, hearing).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task Say(ChannelReader<IEnumerable<LinkMessage>> outbox, Func<LinkMessage, Task> say, CancellationToken cancellation)
    {
        await foreach (var messages in outbox.ReadAllAsync(cancellation))
        {
            foreach (var message in messages)
            {
                await say(message);
            }
        }
    }

    private static async Task Hear(
        Link link, IAsyncEnumerable<LinkMessage> hear, ChannelWriter<IEnumerable<LinkMessage>> outbox, CancellationToken cancellation)
    {
        await foreach (var message in hear.WithCancellation(cancellation))
        {
            link.Hear(message, outbox);
        }
    }
}
