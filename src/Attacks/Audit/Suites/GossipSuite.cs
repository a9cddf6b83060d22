using Federated.Attacks.Gossip;
using Federated.Attacks.Inversion;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Recording;

namespace Federated.Attacks.Audit;

/// <summary>
/// What an audit of a run without a server tries: a node attacks what a neighbour's training did, as far as it can be worked out of models that were mixed.
/// </summary>
internal sealed class GossipSuite(AuditTarget target, AuditOptions options, AuditFindings findings, TimeProvider time)
    : AuditSuite(target, options, findings, time)
{
    private const int Rounds = 4;

    /// <inheritdoc/>
    public override string Adversary => "A curious neighbour";

    /// <inheritdoc/>
    protected override void Fill()
    {
        var recorded = Target.Transcript.Lines.Select(line => line.Round).Distinct().Order().ToArray();
        Audited = RoundChoice.Of(Options, [.. recorded.Where(round => round == 1 || recorded.Contains(round - 1))], Rounds);
        var attack = InversionCatalogue.Find("sme");
        AuditCase? hopeful = null;
        AuditCase? first = null;
        foreach (var round in Audited)
        {
            var (observer, node) = Pair(round);
            var (attacked, view) = Look(round, observer, node);
            var forecast = Foresee(attack, attacked);
            Try(TrialOf(attack, attacked), Shown, (result, audit) => audit with { Neighbour = [.. audit.Neighbour, Seen(result, observer, view)] });
            hopeful ??= forecast.Outlook == Outlook.Hopeless ? null : attacked;
            first ??= attacked;
        }

        if (IsDefended(hopeful is not null))
        {
            Defend(attack, hopeful!, Prices(recorded));
        }

        if (first is not null)
        {
            Risk(first);
        }

        Leave("who sent what: nodes know whom they hear; there is nothing to find out");
    }

    /// <summary>The node with the fewest samples among those that were recorded and heard, and one that hears it.</summary>
    private (int Observer, int Node) Pair(int round)
    {
        var line = Target.Transcript.Of(round).Where(line => line is { Kind: MessageKind.Model, Step: 1, To.Length: > 0 }).OrderBy(line => line.Samples ?? int.MaxValue).ThenBy(line => line.From).FirstOrDefault()
            ?? throw new InputException($"{Target.Transcript.Folder}: nobody heard anybody in round {round}; expected another round");
        return (line.To![0], line.From!.Value);
    }

    private (AuditCase Case, NeighbourObservation View) Look(int round, int observer, int node)
    {
        var truth = Target.TruthOf(round, node);
        var threat = Ascent.Radius(Target.Experiment.Algorithm) > 0 ? ThreatModel.C : ThreatModel.B;
        var view = new NeighbourView(Target.Transcript, observer).Observe(round, node, threat, truth?.Labels.Order().ToArray());
        return (new AuditCase
        {
            Round = round,
            Client = node,
            Observation = Ascent.Reckon(view.Observation, Target.Experiment.Algorithm),
            Originals = truth?.Pixels,
            Labels = truth?.Labels,
        }, view);
    }

    /// <summary>What defences cost the mean of all nodes' models; null where it cannot be told.</summary>
    private DefencePrices? Prices(int[] recorded)
    {
        var models = new RecordedModels(Target.Transcript);
        int[] whole = [.. recorded.Where(models.IsWhole)];
        if (whole.Length > 0)
        {
            return new DefencePrices(Target.Experiment, Options.Data, whole, round => Nodes(models, round));
        }

        Leave("what defences cost: needs a round of which, and of the round before, what all nodes sent was recorded, and weights that keep the mean of the models");
        return null;
    }

    /// <summary>What every node's training of a round did, for whoever has all messages.</summary>
    private IReadOnlyList<AuditCase> Nodes(RecordedModels models, int round) =>
    [
        .. Target.Transcript.Weights(round).Rows.Select(row => new AuditCase
        {
            Round = round,
            Client = row.Node,
            Observation = Observations.OfNode(Target.Transcript, models.Training(round, row.Node), ThreatModel.A, labels: null),
            Originals = null,
            Labels = null,
        }),
    ];

    private static AuditView Seen(TrialResult result, int observer, NeighbourObservation view) => new()
    {
        What = $"round {result.Row.Round}: node {observer} looks at node {result.Row.Client}",
        Score = result.Row.Score,
        IsGuess = result.Row.IsGuess,
        Note = Where(result.Row.Round, view) + (result.Row.IsGuess ? "; what comes out is no nearer to any sample than their mean image is" : ""),
    };

    private static string Where(int round, NeighbourObservation view) => view switch
    {
        _ when round == 1 => "everybody starts from the same model: a neighbour's first message gives away its whole update, as to a server",
        { StartError: { } error } => FormattableString.Invariant($"where the neighbour started is known up to {error:F2} of its update's length"),
        _ => FormattableString.Invariant($"of the coefficients that lead to the neighbour's start {view.Residual:F2} are missing"),
    };
}
