using System.Security.Cryptography;
using Federated.Learning.Gossip;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Federated.Client.Peers;

/// <summary>Tells the coordinator how rounds went; it takes them in its own order, so a host that is ahead waits here.</summary>
/// <param name="client">the coordinator</param>
/// <param name="session">this node's</param>
/// <param name="epoch">of the assignment</param>
/// <param name="time">clock</param>
/// <param name="log">log of the node</param>
internal sealed class RoundReporter(Gossip.GossipClient client, string session, long epoch, TimeProvider time, ILogger log) : IHostedRounds<float>
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public void Trained(int round, int node) => NodeLog.Done(log, round, node);

    /// <inheritdoc/>
    public void Finished(HostedRound<float> round, CancellationToken cancellation) => Deliver(round, cancellation).GetAwaiter().GetResult();

    private async Task Deliver(HostedRound<float> round, CancellationToken cancellation)
    {
        var vectors = round.Vectors.SelectMany(node => node).Select(vector => (ReadOnlyMemory<byte>)new FloatBytes(vector).Memory).ToArray();
        var header = Header(round, vectors);
        while (true)
        {
            try
            {
                if (!await Send(header, vectors, cancellation))
                {
                    // Nodes are about to be assigned anew.
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                }

                return;
            }
            catch (RpcException error) when (IsPassing(error) && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(_pause, time, cancellation);
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
        }
    }

    private static bool IsPassing(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.DataLoss or StatusCode.OutOfRange or StatusCode.Cancelled or StatusCode.Unknown;

    private HostedRoundHeader Header(HostedRound<float> round, ReadOnlyMemory<byte>[] vectors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Array.ForEach(vectors, vector => hash.AppendData(vector.Span));
        var header = new HostedRoundHeader
        {
            Session = session,
            Epoch = epoch,
            Round = round.Number,
            Length = vectors.Sum(vector => (long)vector.Length),
            Sha256 = ByteString.CopyFrom(hash.GetHashAndReset()),
        };
        header.Nodes.AddRange(round.Nodes.Select(
            node => new NodeReport { Node = node.Node, MeanLoss = node.MeanLoss, Steps = node.Steps, Finite = node.IsFinite }));
        header.Missed.AddRange(round.Missed.Select(missed => new MissedReport { Step = missed.Step, To = missed.To, From = missed.From }));
        return header;
    }

    private async Task<bool> Send(HostedRoundHeader header, ReadOnlyMemory<byte>[] vectors, CancellationToken cancellation)
    {
        using var call = client.Deliver(cancellationToken: cancellation);
        var messages = Chunks(vectors).Select(chunk => new DeliverRequest { Chunk = chunk }).Prepend(new DeliverRequest { Header = header });
        return (await AnsweredStream.Send(call, messages, cancellation)).Accepted;
    }

    /// <summary>All vectors, one after the other.</summary>
    private static IEnumerable<Chunk> Chunks(ReadOnlyMemory<byte>[] vectors)
    {
        var from = 0L;
        foreach (var vector in vectors)
        {
            foreach (var chunk in Framing.Chunks(vector, 0))
            {
                chunk.Offset += from;
                yield return chunk;
            }

            from += vector.Length;
        }
    }
}
