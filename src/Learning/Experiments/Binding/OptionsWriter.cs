using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Federated.Learning.Experiments.Binding;

/// <summary>
/// Writes an options record as YAML with every default filled in, in declaration order. The same record gives the same bytes on
/// every machine, and reading them gives an equal record.
/// </summary>
internal sealed partial class OptionsWriter(OptionsCatalogue catalogue, Func<string, bool> leaveOut)
{
    private readonly StringBuilder _text = new();

    /// <summary>The text of a record.</summary>
    /// <param name="record">the record of the whole file</param>
    /// <param name="leaveOut">whether a key, by its full name, is left out</param>
    public static string Write(object record, Func<string, bool>? leaveOut = null)
    {
        var writer = new OptionsWriter(new OptionsCatalogue(), leaveOut ?? (_ => false));
        writer.WriteEntries(record, record.GetType(), "", "", "");
        return writer._text.ToString();
    }

    /// <param name="record">whose keys are written</param>
    /// <param name="declared">the type of the property that holds it: the base record if there are variants</param>
    /// <param name="first">indentation of the first line</param>
    /// <param name="indent">indentation of the others</param>
    /// <param name="prefix">full name of the record with a dot behind; empty for the whole file</param>
    private void WriteEntries(object record, Type declared, string first, string indent, string prefix)
    {
        string? variantName = null;
        if (catalogue.Variants(declared) is { } set)
        {
            variantName = OptionsCatalogue.VariantName(record, set.Discriminator);
            _text.Append(CultureInfo.InvariantCulture, $"{first}{set.Discriminator}: {Text(variantName)}\n");
            first = indent;
        }

        var usual = OptionsCatalogue.Create(record.GetType(), variantName);
        foreach (var key in catalogue.Shape(record.GetType()).Keys.Where(key => !leaveOut(prefix + key.Name)))
        {
            var value = key.Property.GetValue(record);
            // Absent means the default, so that a null is only written where the default is something else.
            if (value is not null || (key.Value.Nullable && key.Property.GetValue(usual) is not null))
            {
                WriteEntry(key, value, first, indent, prefix);
                first = indent;
            }
        }
    }

    private void WriteEntry(OptionsKey key, object? value, string first, string indent, string prefix)
    {
        _text.Append(first).Append(key.Name).Append(':');
        var type = key.Value.Type;
        if (value is null || ScalarReader.Reads(type) || (value is Array list && IsFlow(list, type)))
        {
            _text.Append(' ').Append(Flow(value)).Append('\n');
            return;
        }

        if (value is not Array items)
        {
            var start = _text.Append('\n').Length;
            WriteEntries(value, type, indent + "  ", indent + "  ", prefix + key.Name + ".");
            CloseIfEmpty(start);
            return;
        }

        _text.Append('\n');
        foreach (var item in items)
        {
            var start = _text.Append(indent).Append("  -").Length;
            WriteEntries(item, type.GetElementType()!, " ", indent + "    ", prefix + key.Name + ".");
            CloseIfEmpty(start);
        }
    }

    /// <summary>A record without a key still is a mapping, not a null.</summary>
    private void CloseIfEmpty(int start)
    {
        if (_text.Length == start)
        {
            _text.Length -= _text[^1] == '\n' ? 1 : 0;
            _text.Append(" {}\n");
        }
    }

    private static bool IsFlow(Array list, Type type)
    {
        while (type.IsArray)
        {
            type = type.GetElementType()!;
        }

        return list.Length == 0 || ScalarReader.Reads(type);
    }

    /// <summary>A value on one line.</summary>
    public static string Flow(object? value) => value switch
    {
        null => "null",
        string text => Text(text),
        bool yes => yes ? "true" : "false",
        double number => Number(number),
        Enum name => KeyNames.FromCode(name.ToString()),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Flow))}]",
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{value.GetType()} has no YAML form"),
    };

    private static string Number(double value)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? ".inf" : "-.inf";
        }

        // YAML 1.1 readers take an exponent for a number only behind a point.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
            ? text.Replace("E", ".0E", StringComparison.Ordinal)
            : text;
    }

    private static string Text(string value)
    {
        if (PlainWord().IsMatch(value) && value is not ("null" or "Null" or "NULL" or "true" or "false" or "inf"))
        {
            return value;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or > '~' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z/][A-Za-z0-9_/.-]*\z")]
    private static partial Regex PlainWord();
}
