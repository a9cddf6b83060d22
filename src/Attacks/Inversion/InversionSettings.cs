using Federated.Learning;
using Federated.Learning.Experiments.Binding;

namespace Federated.Attacks.Inversion;

/// <summary>Settings of attacks from words of a command line, under the rules of experiment files.</summary>
public static class InversionSettings
{
    /// <summary>An attack's defaults with some of them changed.</summary>
    /// <param name="attack">whose defaults</param>
    /// <param name="overrides">
    /// <c>key=value</c>, the value in YAML: <c>attack.lr=0.3</c>, <c>sme.alpha0=0</c>, <c>dlfa.order=10</c>, <c>seed=7</c>; <c>attack.</c> may be left out
    /// </param>
    /// <exception cref="InputException">One line for each problem, with what would be accepted.</exception>
    public static InversionOptions Read(IInversion attack, IReadOnlyList<string> overrides) => OptionsReader.Read<InversionOptions>(
        OptionsWriter.Write(attack.Defaults), $"defaults of {attack.Name}", [.. overrides.Select(Key)], InversionRules.Problems);

    /// <summary>Every setting with its value, as YAML; read back it gives an equal record.</summary>
    public static string Write(InversionOptions options) => OptionsWriter.Write(options);

    private static string Key(string text) => text.StartsWith("attack.", StringComparison.Ordinal) ? text["attack.".Length..] : text;
}
