using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>What an adversary has, in words of a command line.</summary>
public static class AdversaryText
{
    /// <summary>A letter; null: none was given.</summary>
    /// <exception cref="InputException">It is no letter from A to H.</exception>
    public static ThreatModel? Threat(string? text) => text is null ? null
        : text.Length == 1 && char.IsAsciiLetter(text[0]) && Enum.TryParse<ThreatModel>(text, ignoreCase: true, out var letter) ? letter
        : throw new InputException($"--threat: {Printable.Shorten(text)} is not accepted; expected a letter from A to H");

    /// <summary>Whether labels are told; without a word they are not.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static LabelKnowledge Labels(string? text) => text switch
    {
        null or "recovered" => LabelKnowledge.Recovered,
        "known" => LabelKnowledge.Known,
        _ => throw new InputException($"--labels: {Printable.Shorten(text)} is not accepted; expected known or recovered"),
    };

    /// <summary>A suite; without a word the quick one.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static SuiteKind Suite(string? text) => text switch
    {
        null or "quick" => SuiteKind.Quick,
        "full" => SuiteKind.Full,
        _ => throw new InputException($"--suite: {Printable.Shorten(text)} is not accepted; expected quick or full"),
    };
}
