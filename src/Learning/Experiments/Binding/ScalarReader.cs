using System.Globalization;

namespace Federated.Learning.Experiments.Binding;

/// <summary>Reads single values. Never guesses: text in quotes is not a number, 1e3 is not a whole number.</summary>
internal static class ScalarReader
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool Reads(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(double) || IsWhole(type);

    public static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    /// <summary>The value, or null if the text is not one that the shape accepts.</summary>
    public static object? Read(ScalarNode node, ValueShape shape)
    {
        if (shape.Type == typeof(string))
        {
            return node.Text;
        }

        if (node.Quoted)
        {
            return null;
        }

        if (shape.Type.IsEnum)
        {
            return Enum.GetNames(shape.Type).FirstOrDefault(name => KeyNames.FromCode(name) == node.Text) is { } known
                ? Enum.Parse(shape.Type, known)
                : null;
        }

        if (shape.Type == typeof(bool))
        {
            return node.Text switch { "true" => true, "false" => false, _ => null };
        }

        return shape.Type == typeof(double) ? ReadReal(node.Text, shape.Accepts) : ReadWhole(node.Text, shape.Type, shape.Accepts);
    }

    private static object? ReadWhole(string text, Type type, Interval? accepts)
    {
        object? value = null;
        if (type == typeof(int) && int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var small))
        {
            value = small;
        }
        else if (type == typeof(long) && long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var large))
        {
            value = large;
        }
        else if (type == typeof(ulong) && ulong.TryParse(text, Whole, CultureInfo.InvariantCulture, out var positive))
        {
            value = positive;
        }

        return value is not null && accepts?.Contains(Convert.ToDouble(value, CultureInfo.InvariantCulture)) is false ? null : value;
    }

    private static double? ReadReal(string text, Interval? accepts)
    {
        var infinity = text switch
        {
            ".inf" or "+.inf" or "inf" or "+inf" => double.PositiveInfinity,
            "-.inf" or "-inf" => double.NegativeInfinity,
            _ => 0.0,
        };
        if (infinity != 0)
        {
            return accepts?.Contains(infinity) is true ? infinity : null;
        }

        // Finite: "NaN" and "Infinity" parse whatever the style, and so does 1e999.
        return double.TryParse(text, Real, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            && accepts?.Contains(value) is not false
            ? value
            : null;
    }
}
