using System.Globalization;
using System.Text.Json;
using Federated.Learning.Data;

namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>The fields of a config.json.</summary>
internal sealed class ConfigFields : IDisposable
{
    private readonly string _path;
    private readonly JsonDocument _document;

    private ConfigFields(string path, JsonDocument document)
    {
        (_path, _document) = (path, document);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw Refuse("expected a JSON object");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">missing, or not a JSON object</exception>
    public static ConfigFields Read(string path)
    {
        try
        {
            return new ConfigFields(path, InputFile.Read(path, stream => JsonDocument.Parse(stream)));
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not JSON ({Printable.Shorten(e.Message, 150)})", e);
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()!
        : throw Refuse($"{name} is {Shown(name)}; expected text");

    /// <summary>A size that must be there.</summary>
    public int Size(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var size) && size >= 1
        ? size
        : throw Refuse($"{name} is {Shown(name)}; expected a whole number from 1 on");

    /// <summary>The nonlinearity, by the names of Hugging Face's libraries.</summary>
    public Activation Activation(string name) => Text(name) switch
    {
        "gelu_new" or "gelu_pytorch_tanh" => LanguageModels.Activation.GeluTanh,
        "gelu" => LanguageModels.Activation.Gelu,
        "relu" => LanguageModels.Activation.Relu,
        _ => throw Refuse($"{name} is {Shown(name)}; expected gelu_new, gelu_pytorch_tanh, gelu or relu"),
    };

    /// <summary>Refuses a flag with another value; absent is the value that all models of ours have.</summary>
    public void RequireFlag(string name, bool expected)
    {
        if (Find(name) is { } value && value.ValueKind != (expected ? JsonValueKind.True : JsonValueKind.False))
        {
            throw Refuse($"{name} is {Shown(name)}; expected {(expected ? "true" : "false")}: the other variant is not computed");
        }
    }

    /// <summary>Refuses a number with another value; absent or null is the value that all models of ours have.</summary>
    public void RequireNumber(string name, double expected)
    {
        if (Find(name) is { } value && !(value.ValueKind == JsonValueKind.Number && value.GetDouble() == expected))
        {
            throw Refuse($"{name} is {Shown(name)}; expected {expected.ToString(CultureInfo.InvariantCulture)}: the other variant is not computed");
        }
    }

    /// <summary>A message that names the file.</summary>
    public InputException Refuse(string message) => new($"{_path}: {message}");

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private JsonElement? Find(string name) =>
        _document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Shown(string name) => Find(name) is { } value ? Printable.Shorten(value.ToString()) : "missing";
}
