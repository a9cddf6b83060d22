using Federated.Protocol;
using Microsoft.Extensions.Logging;

namespace Federated.Client.Peers;

/// <summary>What a node does for a gossip run during one stay with its coordinator: hosts the nodes that it is assigned.</summary>
internal sealed class GossipHost(
    Device.DeviceClient device,
    Gossip.GossipClient gossip,
    JoinReply welcome,
    Trainee trainee,
    PeerListener listener,
    NodeOptions options,
    TimeProvider time,
    ILogger log)
{
    private HostedEpoch? _epoch;
    private Task _last = Task.CompletedTask;

    /// <summary>Tells the coordinator where others reach this host.</summary>
    public async Task Announce(CancellationToken cancellation) =>
        await gossip.AnnounceAsync(
            new AnnounceRequest { Session = welcome.Session, Address = listener.Address.ToString() }, cancellationToken: cancellation);

    /// <summary>Nodes are assigned; called for one assignment after the other.</summary>
    /// <returns>hosts them, until the next assignment</returns>
    public Func<Task> Assign(Assignment assignment, CancellationToken cancellation)
    {
        if (assignment.Beginning == Beginning.GoOn && _epoch?.Number == assignment.Epoch)
        {
            _epoch.Update(assignment);
            return static () => Task.CompletedTask;
        }

        _epoch?.Cancel();
        var (before, ended) = (_last, new TaskCompletionSource());
        var epoch = new HostedEpoch(assignment, trainee, options, time, log, cancellation);
        _epoch = epoch;
        _last = ended.Task;
        listener.Publish(epoch);
        NodeLog.Assigned(log, assignment.Epoch, assignment.Hosts[assignment.Self].Nodes.Count, assignment.Rounds + 1);
        return async () =>
        {
            try
            {
                await before;
                await epoch.Run((nodes, token) => Load(assignment, nodes, token), new RoundReporter(gossip, welcome.Session, assignment.Epoch, time, log));
            }
            finally
            {
                epoch.Cancel();
                epoch.Dispose();
                ended.SetResult();
            }
        };
    }

    private async Task Load(Assignment assignment, Learning.Gossip.HostedNodes nodes, CancellationToken cancellation)
    {
        foreach (var (node, hash) in nodes.Nodes.Zip(assignment.Vectors))
        {
            nodes.Load(node, await VectorCache.Fetch(device, welcome.Session, hash, nodes.KeptFloats, cancellation));
        }
    }
}
