using System.CommandLine;
using Federated.Attacks;
using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
using Federated.Learning;

namespace Federated.Simulator.Commands;

/// <summary>Which attack on which update a command line asks for.</summary>
internal static class AttackChoice
{
    /// <summary>The attack's name.</summary>
    public static Option<string?> Attack { get; } = new("--attack") { Description = $"the attack: {string.Join(", ", InversionCatalogue.Names)}", HelpName = "NAME" };

    /// <summary>The round.</summary>
    public static Option<string?> Round { get; } = new("--round") { Description = "round of the update [default: the first that was recorded]", HelpName = "N" };

    /// <summary>The client.</summary>
    public static Option<string?> Client { get; } = new("--client") { Description = "client that sent it [default: of those recorded in the round the one with the fewest samples]", HelpName = "N" };

    /// <summary>The adversary.</summary>
    public static Option<string?> Threat { get; } = new("--threat")
    {
        Description = "what the adversary has, A to H, each with all before it; an attack that needs more is refused [default: what the attack needs]",
        HelpName = "LETTER",
    };

    /// <summary>Whether labels are told.</summary>
    public static Option<string?> Labels { get; } = new("--labels") { Description = "known: the adversary is told the classes of the samples; recovered: it has to find out [default: recovered]", HelpName = "HOW" };

    /// <summary>Defence.</summary>
    public static Option<string?> Defence { get; } = new("--defence")
    {
        Description = "do this to the recorded update first, for example noise:std=0.1,scale=relative, top_k:keep=0.1, prune:drop=0.9, quantise:bits=4, clip:norm=1 or sign",
        HelpName = "NAME[:KEY=VALUE,...]",
    };

    /// <summary>Whether the attacker knows the defence.</summary>
    public static Option<bool> Adaptive { get; } = new("--adaptive") { Description = "the attacker knows of the defence, and adapts" };

    /// <summary>How many samples to make.</summary>
    public static Option<string?> Samples { get; } = new("--samples") { Description = "make so many images; fewer than the samples that went into the update stand for all of them [default: as many]", HelpName = "N" };

    /// <summary>The seed; of audits too.</summary>
    public static Option<string?> Seed { get; } = new("--seed") { Description = "seed of all that attacks and defences draw [default: 1]", HelpName = "N" };

    /// <summary>Settings.</summary>
    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "set a key of the attack, for example --set attack.iterations=1000, --set attack.restarts=4, --set attack.tv=0.001; may be repeated",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The attack.</summary>
    /// <exception cref="InputException">None, or one that is not known.</exception>
    public static IInversion Find(ParseResult parsed) => InversionCatalogue.Find(
        parsed.GetValue(Attack) ?? throw new InputException($"--attack: required but missing; expected one of {string.Join(", ", InversionCatalogue.Names)}"));

    /// <summary>The update, as the adversary sees it.</summary>
    public static AuditCase Case(ParseResult parsed, AuditTarget target, IInversion attack)
    {
        var (threat, labels) = (AdversaryText.Threat(parsed.GetValue(Threat)) ?? attack.Threat, AdversaryText.Labels(parsed.GetValue(Labels)));
        var attacked = target.Sums is [var first, ..]
            ? OfSum(parsed, target, first, threat, labels)
            : OfClient(parsed, target, threat, labels);
        if (!attack.Name.StartsWith("dlfa", StringComparison.Ordinal))
        {
            attacked = attacked with { Observation = Ascent.Reckon(attacked.Observation, target.Experiment.Algorithm) };
        }

        // More than there are is a wrong guess of the adversary's; fewer stand for all of them.
        var samples = Images(parsed) ?? 0;
        return samples <= attacked.Observation.Samples ? attacked : attacked with { Observation = attacked.Observation with { Samples = samples, Labels = null } };
    }

    /// <summary>Most images that are made; null: one for each sample.</summary>
    public static int? Images(ParseResult parsed) => parsed.GetValue(Samples) is { } text ? (int)Asked.Whole("--samples", text, null, 1, 100_000) : null;

    /// <summary>Secure aggregation leaves nothing but the sum.</summary>
    private static AuditCase OfSum(ParseResult parsed, AuditTarget target, int first, ThreatModel threat, LabelKnowledge labels) =>
        parsed.GetValue(Client) is null
            ? target.SumCase((int)Asked.Whole("--round", parsed.GetValue(Round), first, 1, int.MaxValue), threat, labels)
            : throw new InputException("--client: secure aggregation showed the coordinator no single update; expected no such option: the attack is on the sum of the cohort");

    private static AuditCase OfClient(ParseResult parsed, AuditTarget target, ThreatModel threat, LabelKnowledge labels)
    {
        if (target.Transcript.Updates.Count == 0)
        {
            throw new InputException(
                $"{target.Transcript.Folder}: a run of the {target.Transcript.Family} family has no updates that clients send to a coordinator; expected a run with a server, or 'fed audit', which knows the other families");
        }

        var round = (int)Asked.Whole("--round", parsed.GetValue(Round), target.Rounds[0], 1, int.MaxValue);
        var clients = target.Clients(round);
        var least = clients.Count == 0 ? 0 : clients.MinBy(client => target.Samples(round, client));
        return target.Case(round, (int)Asked.Whole("--client", parsed.GetValue(Client), least, 0, int.MaxValue), threat, labels);
    }

    /// <summary>The defence; null: none.</summary>
    public static (AppliedDefence? Defence, AttackerKind Attacker) Protection(ParseResult parsed)
    {
        var defence = parsed.GetValue(Defence) is { } text ? AppliedDefence.Parse(text) : null;
        if (parsed.GetValue(Adaptive) && defence is null)
        {
            throw new InputException("--adaptive: there is no defence to adapt to; expected --defence with it");
        }

        return (defence, parsed.GetValue(Adaptive) ? AttackerKind.Adaptive : AttackerKind.Naive);
    }
}
