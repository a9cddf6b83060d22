using System.Globalization;
using System.Text.Json;
using Federated.Learning;

namespace Federated.Simulator.Reports;

/// <summary>Typed reads from one JSON object; a wrong type is refused with file, place and key.</summary>
/// <param name="element">the object</param>
/// <param name="where">file and place in it, the start of every message</param>
internal sealed class JsonFields(JsonElement element, string where)
{
    /// <summary>Parses a text that has to be one JSON object.</summary>
    public static JsonFields Parse(string text, string where)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object
                ? new JsonFields(root, where)
                : throw new InputException($"{where}: expected a JSON object {{...}}, found {Describe(root)}");
        }
        catch (JsonException e)
        {
            var problem = e.Message.ReplaceLineEndings(" ");
            throw new InputException($"{where}: not valid JSON, a JSON object {{...}} is expected ({problem})", e);
        }
    }

    /// <summary>True when the key is there, whatever its value.</summary>
    public bool Has(string key) => element.TryGetProperty(key, out _);

    /// <summary>True when the key is there with JSON null as its value.</summary>
    public bool IsNull(string key) => element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>A number; null when absent or JSON null. NaN and infinity arrive as the strings "NaN" and "Infinity".</summary>
    public double? Number(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        { ValueKind: JsonValueKind.String } value when NonFinite(value.GetString()!) is { } number => number,
        { } value => throw Refuse(key, "a number or null", value),
    };

    /// <summary>A share of samples in [0, 1], or a number that is not finite; null when absent or JSON null.</summary>
    public double? Share(string key) => Number(key) switch
    {
        < 0 or > 1 and < double.PositiveInfinity =>
            throw new InputException($"{where}: '{key}' is outside [0, 1], a share of samples is expected"),
        var share => share,
    };

    /// <summary>True or false; null when absent or JSON null.</summary>
    public bool? Truth(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Refuse(key, "true or false", value),
    };

    /// <summary>An inner object; null when absent or JSON null.</summary>
    public JsonFields? Inner(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new JsonFields(value, $"{where}: '{key}'"),
        { } value => throw Refuse(key, "an object", value),
    };

    /// <summary>A finite number of at least zero; null when absent, JSON null, NaN or infinite.</summary>
    public double? Amount(string key) => Number(key) switch
    {
        >= 0 and < double.PositiveInfinity and var value => value,
        < 0 => throw Refuse(key, "a number of at least 0", Find(key)!.Value),
        _ => null,
    };

    /// <summary>A whole number in a range; null when absent or JSON null.</summary>
    public long? Whole(string key, long least, long most)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) && whole >= least && whole <= most
            ? whole
            : throw Refuse(key, $"a whole number in [{least}, {most}]", value);
    }

    /// <summary>A seed: any unsigned 64-bit number; null when absent or JSON null.</summary>
    public ulong? Seed(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var seed)
            ? seed
            : throw Refuse(key, "a whole number in [0, 2^64)", value);
    }

    /// <summary>A text; null when absent or JSON null.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Refuse(key, "a text", value),
    };

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string key) =>
        Text(key) ?? throw new InputException($"{where}: '{key}' is missing, a text is expected");

    /// <summary>A text of so many hexadecimal digits; null when absent or JSON null.</summary>
    public string? Hexadecimal(string key, int digits) => Text(key) switch
    {
        { } text when text.Length != digits || !text.All(char.IsAsciiHexDigit) =>
            throw Refuse(key, $"a text of {digits} hexadecimal digits", Find(key)!.Value),
        var text => text,
    };

    /// <summary>The elements of a list; null when absent or JSON null.</summary>
    public IReadOnlyList<JsonElement>? List(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        { } value => throw Refuse(key, "a list", value),
    };

    /// <summary>The members of an inner object as text; empty when absent or JSON null.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Find(key) is not { } value)
        {
            return texts;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(key, "an object of texts", value);
        }

        foreach (var member in value.EnumerateObject())
        {
            texts[member.Name] = member.Value.ToString();
        }

        return texts;
    }

    private static double? NonFinite(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };

    private static string Describe(JsonElement value)
    {
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 40 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 40)}...");
    }

    private JsonElement? Find(string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private InputException Refuse(string key, string accepted, JsonElement value) =>
        new($"{where}: '{key}' is {Describe(value)}, expected {accepted}");
}
