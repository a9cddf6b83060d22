using System.Security.Cryptography;
using Federated.Learning.Gossip;
using Federated.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Federated.Client.Peers;

/// <summary>The nodes of a gossip run that are hosted here, from one assignment to the next.</summary>
internal sealed class HostedEpoch : IDisposable
{
    private readonly Assignment _assignment;
    private readonly Trainee _trainee;
    private readonly NodeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end;
    private readonly Dictionary<int, Dialler> _diallers = [];
    private Host[] _hosts = [];
    private HostedNodes? _nodes;

    /// <param name="assignment">who hosts what</param>
    /// <param name="trainee">experiment and data</param>
    /// <param name="options">name, cores, how others are reached</param>
    /// <param name="time">clock</param>
    /// <param name="log">log of the node</param>
    /// <param name="cancellation">ends it</param>
    public HostedEpoch(Assignment assignment, Trainee trainee, NodeOptions options, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        (_assignment, _trainee, _options, _time, _log) = (assignment, trainee, options, time, log);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Links = new Links(assignment.Self, assignment.Hosts[assignment.Self].Nodes);
        Update(assignment);
    }

    /// <summary>Names it.</summary>
    public long Number => _assignment.Epoch;

    /// <summary>Links to other hosts.</summary>
    public Links Links { get; }

    /// <summary>Cancelled at its end.</summary>
    public CancellationToken Ending => _end.Token;

    /// <summary>Ends it.</summary>
    public void Cancel() => _end.Cancel();

    /// <summary>What this host says first on a link.</summary>
    public Hello Hello() => new()
    {
        Version = ProtocolVersion.Current,
        Epoch = Number,
        Key = _assignment.Key,
        Host = _assignment.Self,
        Name = _options.Name,
    };

    /// <summary>Why somebody is none of the epoch's hosts; null: it is one.</summary>
    public string? Refusal(Hello hello) =>
        hello.Epoch != Number || !Knows(hello.Key) ? "the key is not that of the epoch"
        : hello.Host < 0 || hello.Host >= _hosts.Length || _hosts[hello.Host].Name != hello.Name ? $"host {hello.Host} is not '{hello.Name}'"
        : null;

    /// <summary>Whether a key is that of the epoch.</summary>
    public bool Knows(ByteString key) => CryptographicOperations.FixedTimeEquals(key.Span, _assignment.Key.Span);

    /// <summary>A node's model as its round begins; null: none is here.</summary>
    public (int Round, float[] Model)? Snapshot(int node) => _nodes?.Snapshot(node);

    /// <summary>Hosts have come or gone.</summary>
    public void Update(Assignment assignment)
    {
        var before = _hosts;
        _hosts = [.. assignment.Hosts];
        for (var number = 0; number < _hosts.Length; number++)
        {
            var known = number < before.Length ? before[number].Address : "";
            if (number == _assignment.Self || _hosts[number].Address == known)
            {
                continue;
            }

            Links.Remove(number);
            if (_diallers.Remove(number, out var dialler))
            {
                dialler.Dispose();
            }

            if (_hosts[number].Address.Length > 0 && _hosts[number].Nodes.Count > 0)
            {
                Connect(number, _hosts[number]);
            }
        }
    }

    /// <summary>Hosts the nodes until the run is over; then answers other hosts until the epoch is.</summary>
    /// <param name="load">gets what nodes kept</param>
    /// <param name="observer">hears of rounds</param>
    public async Task Run(Func<HostedNodes, CancellationToken, Task> load, IHostedRounds<float> observer)
    {
        using var nodes = new HostedNodes(_trainee.Experiment, _trainee.Task, _assignment.Hosts[_assignment.Self].Nodes, _options.Slots);
        await load(nodes, Ending);
        var done = _assignment.Rounds;
        var begins = _assignment.Beginning;
        while (done < _trainee.Experiment.Rounds)
        {
            if (begins == Beginning.FromNeighbours)
            {
                done = await new Donors(_assignment, () => _hosts, _options.Peers, _time).Load(nodes, Ending) - 1;
                NodeLog.Rejoined(_log, done + 1);
            }

            _nodes = nodes;
            done = await Task.Factory.StartNew(
                () => RunFrom(nodes, done, observer), Ending, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            begins = Beginning.FromNeighbours;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, _time, Ending);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var dialler in _diallers.Values)
        {
            dialler.Dispose();
        }

        _end.Dispose();
    }

    /// <returns>the round up to which the others are, if these nodes fell behind; else the last one</returns>
    private int RunFrom(HostedNodes nodes, int done, IHostedRounds<float> observer)
    {
        try
        {
            nodes.Run(done, Links, observer, Ending);
            return _trainee.Experiment.Rounds;
        }
        catch (FellBehindException behind)
        {
            NodeLog.FellBehind(_log, behind.Round);
            return behind.Round - 1;
        }
    }

    private void Connect(int number, Host host)
    {
        var wait = _trainee.Experiment.Stragglers is { } stragglers ? TimeSpan.FromSeconds(stragglers.Deadline) : (TimeSpan?)null;
        var link = new Link(Links.RoleTowards(number), host.Nodes, _trainee.Task.Layout.Dimension, _trainee.Experiment.Rounds, wait, _time);
        Links.Add(number, link, host.Nodes);
        if (link.Role == LinkRole.Initiator)
        {
            _diallers.Add(number, new Dialler(this, link, new Uri(host.Address), _options.Peers, _time, _log));
        }
    }
}
