using System.Collections.Concurrent;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Recording;

namespace Federated.Attacks.Audit;

/// <summary>A recorded run whose updates are attacked: the transcript for attacks, the truth for those who judge them.</summary>
public sealed class AuditTarget
{
    private readonly GroundTruth? _truth;
    private readonly ConcurrentDictionary<int, TrueSamples?> _truthOfSums = [];

    private AuditTarget(Transcript transcript, GroundTruth? truth) => (Transcript, _truth) = (transcript, truth);

    /// <summary>What was exchanged.</summary>
    public Transcript Transcript { get; }

    /// <summary>What ran.</summary>
    public Experiment Experiment => Transcript.Experiment;

    /// <summary>Whether results can be compared with the clients' samples.</summary>
    public bool HasTruth => _truth is not null;

    /// <summary>Rounds of which updates of single clients were recorded, ascending.</summary>
    public IReadOnlyList<int> Rounds => [.. Transcript.Updates.Select(update => update.Round).Distinct().Order()];

    /// <summary>Rounds of which the cohort's sum was recorded, ascending.</summary>
    public IReadOnlyList<int> Sums => [.. Transcript.Lines.Where(line => line.Kind == MessageKind.Sum).Select(line => line.Round).Order()];

    /// <summary>Opens a run.</summary>
    /// <param name="runFolder">where the run's files are</param>
    /// <exception cref="InputException">There is no run, or it was not recorded.</exception>
    public static AuditTarget Open(string runFolder)
    {
        var transcript = Transcript.Open(runFolder);
        return new AuditTarget(transcript, TruthIndex.Read(runFolder) is null ? null : GroundTruth.Open(runFolder));
    }

    /// <summary>Clients whose updates of a round were recorded and counted, ascending.</summary>
    public IReadOnlyList<int> Clients(int round) =>
        [.. Transcript.Updates.Where(update => update.Round == round && Transcript.Up(round, update.Client).Finite != false).Select(update => update.Client).Order()];

    /// <summary>Samples in an update, or in the sum of the cohort's.</summary>
    public int Samples(int round, int? client) => Line(round, client) is var line && client is null
        ? line.SamplesOf?.Sum() ?? int.MaxValue
        : line.Samples ?? int.MaxValue;

    /// <summary>Local steps in an update; null: not known.</summary>
    public int? Steps(int round, int? client) => Line(round, client).Steps;

    /// <summary>Clients in a round's sum.</summary>
    public int Summed(int round) => Line(round, client: null).Senders!.Length;

    /// <summary>An update under attack, or the sum of the cohort's where there is no more to see.</summary>
    /// <param name="round">1-based</param>
    /// <param name="client">who sent it; null: the sum</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">whether it is told the classes</param>
    /// <exception cref="InputException">It was not recorded, or labels are asked for that were not.</exception>
    public AuditCase Case(int round, int? client, ThreatModel threat, LabelKnowledge labels) =>
        client is { } single ? Case(round, single, threat, labels) : SumCase(round, threat, labels);

    /// <summary>An update under attack.</summary>
    /// <param name="round">1-based</param>
    /// <param name="client">who sent it</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">whether it is told the classes</param>
    /// <exception cref="InputException">It was not recorded, or labels are asked for that were not.</exception>
    public AuditCase Case(int round, int client, ThreatModel threat, LabelKnowledge labels)
    {
        var truth = TruthOf(round, client);
        var told = Told(labels, truth, $"client {client}");
        return Judged(round, client, Transcript.Observe(round, client, threat, told), truth);
    }

    /// <summary>The sum of a round's updates under attack: all that secure aggregation shows.</summary>
    /// <param name="round">1-based</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">whether it is told the classes of all samples</param>
    /// <exception cref="InputException">No sum was recorded, or labels are asked for that were not.</exception>
    public AuditCase SumCase(int round, ThreatModel threat, LabelKnowledge labels)
    {
        var truth = _truthOfSums.GetOrAdd(round, TruthOfSum);
        var told = Told(labels, truth, "the cohort");
        return Judged(round, client: null, Transcript.ObserveSum(round, threat, told), truth);
    }

    /// <summary>All samples of a cohort, which may be many: they are kept once.</summary>
    private TrueSamples? TruthOfSum(int round)
    {
        var parts = Transcript.Sum(round)?.Senders?.Select(client => TruthOf(round, client)).ToArray() ?? [];
        return parts.Length > 0 && parts.All(part => part is not null)
            ? new TrueSamples([.. parts.SelectMany(part => part!.Pixels)], [.. parts.SelectMany(part => part!.Labels)], [.. parts.SelectMany(part => part!.Indices)])
            : null;
    }

    private MessageLine Line(int round, int? client) => client is { } single
        ? Transcript.Up(round, single)
        : Transcript.Sum(round) ?? throw new InputException($"{Transcript.Folder}: no sum was recorded in round {round}; expected one of {string.Join(", ", Sums)}");

    private static AuditCase Judged(int round, int? client, Observation observation, TrueSamples? truth) => new()
    {
        Round = round,
        Client = client,
        Observation = observation,
        Originals = truth?.Pixels,
        Labels = truth?.Labels,
    };

    /// <summary>In ascending order: what the adversary is told must not give away which sample came when.</summary>
    private int[]? Told(LabelKnowledge labels, TrueSamples? truth, string sender) => labels != LabelKnowledge.Known
        ? null
        : truth?.Labels.Order().ToArray() ?? throw new InputException(
            $"{Transcript.Folder}: the classes of the samples of {sender} were not written, so that nobody can be told; expected --labels recovered, or a run recorded with truth: true");

    /// <summary>The samples behind an update, for judges; null: not recorded.</summary>
    internal TrueSamples? TruthOf(int round, int client) => _truth?.Knows(client) == true ? _truth.Of(round, client) : null;
}
