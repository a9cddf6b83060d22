using System.Globalization;

namespace Federated.Learning.Experiments.Binding;

/// <summary>An interval of numbers in mathematical notation.</summary>
internal sealed record Interval(double Low, bool WithLow, double High, bool WithHigh, string Text)
{
    /// <summary>Reads for example <c>(0, inf)</c>; throws <see cref="FormatException"/> on anything else: a mistake in the code.</summary>
    public static Interval Parse(string text)
    {
        var ends = text.Length > 4 ? text[1..^1].Split(',') : [];
        return ends.Length == 2 && text[0] is '(' or '[' && text[^1] is ')' or ']'
            ? new Interval(End(ends[0]), text[0] == '[', End(ends[1]), text[^1] == ']', text)
            : throw new FormatException($"'{text}' is not an interval");
    }

    public bool Contains(double value) =>
        (value > Low || (WithLow && value == Low)) && (value < High || (WithHigh && value == High));

    private static double End(string text) => text.Trim() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
