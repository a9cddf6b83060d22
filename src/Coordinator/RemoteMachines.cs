using System.Collections.Concurrent;
using Federated.Learning.Experiments;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>
/// The machines of a shared-seed run. A node keeps one copy of the weights for all machines that it stands in for, and catches up with the log
/// before it evaluates a round.
/// </summary>
/// <param name="board">who works on what</param>
/// <param name="history">genesis and log</param>
/// <param name="samples">directions of a machine in a round</param>
/// <param name="patience">how long nodes may take to say what their weights are</param>
/// <param name="stragglers">whom not to wait for; null: everybody counts</param>
internal sealed class RemoteMachines(TaskBoard board, SealedHistory history, int samples, TimeSpan patience, StragglerOptions? stragglers) : IMachinePort
{
    /// <summary>Rounds that are kept in memory: nodes that keep up do not have the log read for them.</summary>
    private const int Recent = 256;

    private readonly ConcurrentDictionary<(string Session, long Rounds), TaskCompletionSource<ulong>> _reports = new();
    private readonly SortedSet<ushort> _members = [];
    private readonly Queue<SealedRound> _recent = new();
    private readonly Lock _lock = new();
    private long _rounds;

    /// <inheritdoc/>
    public void Start(IReadOnlyList<ushort> machines) => _members.UnionWith(machines);

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(RoundStart round, CancellationToken cancellation)
    {
        _rounds = round.Round;
        var proposals = new Proposal?[round.Machines.Count];
        board.Run([.. round.Machines.Select((machine, position) => Piece(round, machine, position, proposals))], stragglers, cancellation);
        return [.. proposals.OfType<Proposal>()];
    }

    /// <inheritdoc/>
    public void Apply(SealedRound round)
    {
        lock (_lock)
        {
            _rounds = round.Round + 1;
            _recent.Enqueue(round);
            if (_recent.Count > Recent)
            {
                _recent.Dequeue();
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Machines that no node stood in for have the weights of the log.</remarks>
    public IReadOnlyDictionary<ushort, ulong> Hashes()
    {
        var asked = board.Sessions.Where(session => session.Events is not null).Select(session => Ask(session, rebuild: false)).ToArray();
        Task.WhenAny(Task.WhenAll(asked), Task.Delay(patience)).GetAwaiter().GetResult();
        var answers = asked.Where(answer => answer.IsCompletedSuccessfully).Select(answer => answer.Result).ToArray();
        return _members.Index().Where(_ => answers.Length > 0).ToDictionary(machine => machine.Item, machine => answers[machine.Index % answers.Length]);
    }

    /// <inheritdoc/>
    public ulong Rebuild(ushort machine)
    {
        _members.Add(machine);
        foreach (var session in board.Sessions)
        {
            Ask(session, rebuild: true);
        }

        return history.Rebuild(_rounds).Hash();
    }

    /// <inheritdoc/>
    public void Leave(ushort machine) => _members.Remove(machine);

    /// <summary>A node said what its weights are.</summary>
    public void Report(Session session, long rounds, ulong hash)
    {
        if (_reports.TryRemove((session.Id, rounds), out var report))
        {
            report.TrySetResult(hash);
        }
    }

    /// <summary>Sealed rounds of the log; none that is being written.</summary>
    public IEnumerable<SealedRound> Seals(long from, long until)
    {
        lock (_lock)
        {
            var end = (int)Math.Clamp(until, 0, _rounds);
            return _recent.TryPeek(out var oldest) && from >= oldest.Round
                ? [.. _recent.Where(round => round.Round >= from && round.Round < end)]
                : SealedLog.Read(history.LogPath, history.Header).Take(end).SkipWhile(round => round.Round < from);
        }
    }

    private Task<ulong> Ask(Session session, bool rebuild)
    {
        var report = _reports.GetOrAdd((session.Id, _rounds), _ => new TaskCompletionSource<ulong>(TaskCreationOptions.RunContinuationsAsynchronously));
        session.Tell(new Event { Compare = new Compare { Rounds = _rounds, Rebuild = rebuild } });
        return report.Task;
    }

    private Work Piece(RoundStart round, ushort machine, int position, Proposal?[] proposals)
    {
        var template = new ProtocolTask { Round = (int)round.Round + 1, Client = machine };
        template.Coefficients.AddRange(round.Coefficients);
        return new Work(template, position, Refusal, (header, upload) =>
        {
            proposals[position] = new Proposal(machine, upload.ToArray(), header.MeanLoss, header.SquaredGradients);
            upload.Release();
        });
    }

    private string? Refusal(SubmitHeader header) => header.Kept == 0 && header.Up >= 0 && header.Up <= samples * sizeof(float)
        ? null
        : $"{header.Up} bytes up and {header.Kept} kept; expected at most {samples * sizeof(float)} and 0";
}
