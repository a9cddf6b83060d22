namespace Federated.Learning.Experiments.Binding;

/// <summary>A piece of YAML with the place it came from. Immutable, so that anchors can share nodes and overrides cannot leak.</summary>
internal abstract record Node(Origin Origin)
{
    /// <summary>What a reader of the file would call it.</summary>
    public abstract string Description { get; }

    /// <summary>Nothing was written, or <c>null</c> or <c>~</c>.</summary>
    public bool IsNull => this is ScalarNode { Quoted: false, Text: "" or "~" or "null" or "Null" or "NULL" };
}

/// <summary>A single value; quoted values are text, whatever they look like.</summary>
internal sealed record ScalarNode(Origin Origin, string Text, bool Quoted) : Node(Origin)
{
    public override string Description => IsNull ? "nothing" : Quoted ? $"\"{Printable.Shorten(Text)}\"" : Printable.Shorten(Text);
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(Origin Origin, IReadOnlyList<Node> Items) : Node(Origin)
{
    public override string Description => "a list";
}

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed record MappingNode(Origin Origin, IReadOnlyList<MappingEntry> Entries) : Node(Origin)
{
    public override string Description => "a mapping";

    public MappingEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The same mapping with one key set: in its old place, or at the end.</summary>
    public MappingNode With(MappingEntry entry) => this with
    {
        Entries = Find(entry.Key) is null
            ? [.. Entries, entry]
            : [.. Entries.Select(old => old.Key == entry.Key ? entry : old)],
    };
}

/// <summary>A key of a mapping; <paramref name="Origin"/> is the place of the key, not of its value.</summary>
internal sealed record MappingEntry(string Key, Origin Origin, Node Value);
