using Federated.Attacks.Inversion;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;

namespace Federated.Attacks.Audit;

/// <summary>An attack's settings as words of a command line, under the rules of experiment files.</summary>
public sealed record AttackSettings
{
    /// <summary>Settings of the attack.</summary>
    public InversionOptions Attack { get; init; } = new();

    /// <summary>Changes settings.</summary>
    /// <param name="defaults">of the attack</param>
    /// <param name="overrides"><c>attack.lr=0.1</c>, in this order; the <c>attack.</c> may be missing</param>
    /// <exception cref="InputException">One line for each key or value that is not known, with what would be accepted.</exception>
    public static InversionOptions Read(InversionOptions defaults, IReadOnlyList<string> overrides)
    {
        var text = OptionsWriter.Write(new AttackSettings { Attack = defaults });
        return OptionsReader.Read<AttackSettings>(text, "the attack's defaults", [.. overrides.Select(FullKey)], _ => Array.Empty<ExperimentProblem>()).Attack;
    }

    private static string FullKey(string text) => text.StartsWith("attack.", StringComparison.Ordinal) || !text.Contains('=', StringComparison.Ordinal) ? text : $"attack.{text}";
}
