using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Recording;

namespace Federated.Attacks.Audit;

/// <summary>A recorded run whose updates are attacked: the transcript for attacks, the truth for those who judge them.</summary>
public sealed class AuditTarget
{
    private readonly GroundTruth? _truth;

    private AuditTarget(Transcript transcript, GroundTruth? truth) => (Transcript, _truth) = (transcript, truth);

    /// <summary>What was exchanged.</summary>
    public Transcript Transcript { get; }

    /// <summary>What ran.</summary>
    public Experiment Experiment => Transcript.Experiment;

    /// <summary>Whether results can be compared with the clients' samples.</summary>
    public bool HasTruth => _truth is not null;

    /// <summary>Rounds of which updates were recorded, ascending.</summary>
    public IReadOnlyList<int> Rounds => [.. Transcript.Updates.Select(update => update.Round).Distinct().Order()];

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

    /// <summary>Samples in an update.</summary>
    public int Samples(int round, int client) => Transcript.Up(round, client).Samples ?? int.MaxValue;

    /// <summary>Local steps in an update; null: not known.</summary>
    public int? Steps(int round, int client) => Transcript.Up(round, client).Steps;

    /// <summary>An update under attack.</summary>
    /// <param name="round">1-based</param>
    /// <param name="client">who sent it</param>
    /// <param name="threat">what the adversary has</param>
    /// <param name="labels">whether it is told the classes</param>
    /// <exception cref="InputException">It was not recorded, or labels are asked for that were not.</exception>
    public AuditCase Case(int round, int client, ThreatModel threat, LabelKnowledge labels)
    {
        var truth = TruthOf(round, client);
        if (labels == LabelKnowledge.Known && truth is null)
        {
            throw new InputException($"{Transcript.Folder}: the classes of client {client}'s samples were not written, so that nobody can be told; expected --labels recovered, or a run recorded with truth: true");
        }

        // In ascending order: what the adversary is told must not give away which sample came when.
        var told = labels == LabelKnowledge.Known ? truth!.Labels.Order().ToArray() : null;
        return new AuditCase
        {
            Round = round,
            Client = client,
            Observation = Transcript.Observe(round, client, threat, told),
            Originals = truth?.Pixels,
            Labels = truth?.Labels,
        };
    }

    /// <summary>The samples behind an update, for judges; null: not recorded.</summary>
    internal TrueSamples? TruthOf(int round, int client) => _truth?.Knows(client) == true ? _truth.Of(round, client) : null;
}
