namespace Federated.Learning.Experiments.Binding;

/// <summary>Where a value was written: a line of a file, or an override on the command line.</summary>
/// <param name="Text">as shown at the start of a message, for example <c>run.yaml:12</c></param>
/// <param name="OverriddenKey">the key that an override sets; null for a line of a file</param>
internal sealed record Origin(string Text, string? OverriddenKey = null)
{
    public bool IsOverride => OverriddenKey is not null;

    public static Origin Line(string source, long line) => new($"{source}:{line}");

    public static Origin Override(string text, string key) => new(Printable.Shorten($"--set {text}", 120), key);

    /// <summary>A one-line message; an override already names its key, so the key is not said twice.</summary>
    public string Complain(string key, string message) =>
        key.Length == 0 || key == OverriddenKey ? $"{Text}: {message}" : $"{Text}: {Printable.Shorten(key, 120)}: {message}";
}
