using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.Privacy;

namespace Federated.Attacks.Audit;

/// <summary>A defence that is done to an update which was recorded without it.</summary>
/// <param name="Options">what is done</param>
/// <param name="Strength">with its strength, for tables: <c>noise 0.1</c></param>
/// <param name="Level">grows with the strength, for the axis of a chart; null: it is alone</param>
public sealed record AppliedDefence(UpdateDefenceOptions Options, string Strength, double? Level = null)
{
    /// <summary>Reads <c>NAME</c> or <c>NAME:key=value,key=value</c>.</summary>
    /// <exception cref="InputException">It is not known, or no defence of updates.</exception>
    public static AppliedDefence Parse(string text)
    {
        var (name, keys) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, "");
        var entries = keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (entries.FirstOrDefault(entry => !entry.Contains('=', StringComparison.Ordinal)) is { } bare)
        {
            throw new InputException($"--defence {Printable.Shorten(text)}: '{Printable.Shorten(bare)}' is no key=value; expected NAME or NAME:key=value,key=value, for example noise:std=0.1,scale=relative");
        }

        var root = new Origin(Printable.Shorten($"--defence {text}", 120), "");
        List<MappingEntry> mapping = [new("name", root, Scalar(root, name.Replace('-', '_')))];
        mapping.AddRange(entries.Select(entry => entry.Split('=', 2)).Select(pair => new MappingEntry(pair[0].Trim(), root, Scalar(root, pair[1].Trim()))));
        var section = new MappingNode(root, [new MappingEntry("defence", root, new MappingNode(root, mapping))]);
        var defence = OptionsReader.Read<DefenceQuestion>(section, [], _ => Array.Empty<ExperimentProblem>()).Defence;
        return defence is UpdateDefenceOptions options
            ? new AppliedDefence(options, options.Description)
            : throw new InputException(
                $"--defence {defence.Name}: changes how clients train, or what is seen of their sum, and cannot be done to an update that is recorded already; "
                + "expected a run that was recorded with it in privacy.defences, or a defence of updates such as noise, clip, top_k, prune, quantise or sign");
    }

    /// <summary>The update as it would have left the client.</summary>
    public Observation Protect(AuditCase attacked, ulong seed)
    {
        if (Options.NeedsRepresentation)
        {
            throw new InputException($"{Options.Name}: needs the client's samples and model when it trains; expected a run that was recorded with it in privacy.defences");
        }

        var client = attacked.Client ?? throw new InputException(
            $"{Options.Name}: protects the updates of single clients before they are summed, and only the sum was recorded; expected a run that was recorded with it in privacy.defences");
        var observation = attacked.Observation;
        float[] step = [.. observation.Step];
        Options.Apply<float>(step, new DefenceContext { Seed = seed, Round = attacked.Round, Client = client, Layout = observation.Network.Layout });
        return observation with { Step = step };
    }

    private static ScalarNode Scalar(Origin origin, string text) => new(origin, text, Quoted: false);

    private sealed record DefenceQuestion
    {
        public required DefenceOptions Defence { get; init; }
    }
}
