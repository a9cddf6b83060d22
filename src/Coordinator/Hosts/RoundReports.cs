using Federated.Learning.Gossip;
using Federated.Protocol;

namespace Federated.Coordinator.Hosts;

/// <summary>What hosts said of a round. Belongs to whoever holds the lock of <see cref="RemoteNodes"/>.</summary>
/// <param name="round">1-based</param>
/// <param name="nodes">n</param>
/// <param name="finished">told once for every node that is done</param>
internal sealed class RoundReports(int round, int nodes, Action finished)
{
    private readonly NodeReport?[] _reports = new NodeReport?[nodes];
    private readonly float[]?[][] _vectors = new float[]?[nodes][];
    private readonly HashSet<int> _finished = [];
    private readonly HashSet<MissedMessage> _missed = [];

    /// <summary>1-based.</summary>
    public int Round => round;

    /// <summary>When the first report came, a timestamp; null: none has.</summary>
    public long? Began { get; private set; }

    /// <summary>Nodes of which something was heard.</summary>
    public int Count => _reports.Count(report => report is not null);

    /// <summary>Whether something was heard of a node.</summary>
    public bool Has(int node) => _reports[node] is not null;

    /// <summary>Vectors of a node as they were collected; empty: none.</summary>
    public float[]?[] Vectors(int node) => _vectors[node] ?? [];

    /// <summary>Takes a host's report.</summary>
    /// <param name="header">figures</param>
    /// <param name="vectors">what is collected, by node in the order of the header</param>
    /// <param name="now">a timestamp</param>
    public void Add(HostedRoundHeader header, float[][][] vectors, long now)
    {
        Began ??= now;
        foreach (var (place, report) in header.Nodes.Index())
        {
            _reports[report.Node] = report;
            _vectors[report.Node] = vectors.Length == 0 ? [] : vectors[place];
            if (_finished.Add(report.Node))
            {
                finished();
            }
        }

        _missed.UnionWith(header.Missed.Select(missed => new MissedMessage(missed.Step, missed.To, missed.From)));
    }

    /// <summary>Forgets everything: hosts begin again.</summary>
    public void Clear()
    {
        Array.Clear(_reports);
        Array.Clear(_vectors);
        _missed.Clear();
        Began = null;
    }

    /// <summary>How local training went.</summary>
    public TrainedNodes Trained() => TrainedNodes.Of(
        [.. _reports.OfType<NodeReport>().Select(report => new NodeFigures(report.Node, report.MeanLoss, report.Steps, report.Finite))]);

    /// <summary>Nodes of which nothing was heard, ascending.</summary>
    public int[] Missing() => [.. Enumerable.Range(0, nodes).Where(node => !Has(node))];

    /// <summary>Links that carried nothing at some step, and how often one counted at one end only.</summary>
    /// <param name="cutOff">nodes that did not take part: their links are out anyway</param>
    public (HashSet<(int Lower, int Higher)> Links, int Defect) Lost(IReadOnlyCollection<int> cutOff)
    {
        var missed = _missed.Where(message => !cutOff.Contains(message.To) && !cutOff.Contains(message.From)).ToArray();
        var oneSided = missed.Count(message =>
            Has(message.From) && Has(message.To) && !_missed.Contains(message with { To = message.From, From = message.To }));
        return ([.. missed.Select(message => (Math.Min(message.To, message.From), Math.Max(message.To, message.From)))], oneSided);
    }
}
