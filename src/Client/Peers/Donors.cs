using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>
/// Models for nodes that begin in the middle of a run: the mean of their neighbours' models, weighted as in mixing. What the others have is not touched, so
/// their mean stays where it is.
/// </summary>
/// <param name="assignment">epoch and key</param>
/// <param name="hosts">who hosts what at the moment</param>
/// <param name="options">how others are reached</param>
/// <param name="time">clock</param>
internal sealed class Donors(Assignment assignment, Func<Host[]> hosts, PeerOptions options, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Fills all nodes; tries again until at least one neighbour of each answers.</summary>
    /// <returns>the round that they train next</returns>
    public async Task<int> Load(HostedNodes nodes, CancellationToken cancellation)
    {
        var round = 1;
        foreach (var node in nodes.Nodes)
        {
            while (true)
            {
                var found = new List<(double Weight, int Round, float[] Model)>();
                foreach (var (donor, weight) in nodes.Donors(node))
                {
                    if (await Fetch(donor, cancellation) is { } state)
                    {
                        found.Add((weight, state.Round, state.Model));
                    }
                }

                if (found.Count > 0)
                {
                    nodes.Start(node, Mean(found));
                    round = Math.Max(round, found.Max(state => state.Round));
                    break;
                }

                await Task.Delay(_pause, time, cancellation);
            }
        }

        return round;
    }

    private static float[] Mean(List<(double Weight, int Round, float[] Model)> states)
    {
        var sums = new double[states[0].Model.Length];
        var weights = states.Sum(state => state.Weight);
        foreach (var (weight, _, model) in states)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += weight / weights * model[i];
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

    private async Task<(int Round, float[] Model)?> Fetch(int node, CancellationToken cancellation)
    {
        if (Array.Find(hosts(), host => host.Address.Length > 0 && host.Nodes.Contains(node)) is not { } host)
        {
            return null;
        }

        try
        {
            using var channel = PeerChannel.Open(new Uri(host.Address), options);
            using var call = new Peer.PeerClient(channel).FetchState(
                new FetchStateRequest { Epoch = assignment.Epoch, Key = assignment.Key, Node = node }, cancellationToken: cancellation);
            return await Receive(call.ResponseStream, cancellation);
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<(int Round, float[] Model)?> Receive(IAsyncStreamReader<StatePart> parts, CancellationToken cancellation)
    {
        if (!await parts.MoveNext(cancellation) || parts.Current.Header is not { } header || header.Length is <= 0 or > int.MaxValue || header.Length % sizeof(float) != 0)
        {
            return null;
        }

        var model = new ArrivingVector(new float[header.Length / sizeof(float)]);
        while (await parts.MoveNext(cancellation))
        {
            if (parts.Current.Chunk is not { } chunk || !model.Take(chunk))
            {
                return null;
            }
        }

        return model.Is(header.Sha256) && FlatVector.IsFinite<float>(model.Floats) ? (header.Round, model.Floats) : null;
    }
}
