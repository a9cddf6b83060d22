namespace Federated.Learning.Experiments.Binding;

/// <summary>
/// Puts <c>--set key=value</c> into the nodes of a file before they are bound. An override that chooses another variant drops
/// the keys of the file that only the old variant knows, so that a sweep over algorithms needs one file; mistyped keys and keys
/// of other overrides stay and are refused later.
/// </summary>
internal sealed class OverrideWriter(OptionsCatalogue catalogue)
{
    /// <summary>The mapping with one override applied.</summary>
    /// <param name="root">the whole file</param>
    /// <param name="type">the record it will be bound to</param>
    /// <param name="text">for example <c>local.learning_rate=0.05</c></param>
    public MappingNode Apply(MappingNode root, Type type, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? "" : text[..equals].Trim();
        var keys = path.Split('.');
        if (keys.Any(string.IsNullOrWhiteSpace))
        {
            throw new InputException($"{Origin.Override(text, "").Text}: expected key=value, for example local.learning_rate=0.05");
        }

        var origin = Origin.Override(text, path);
        var value = NodeReader.Read(text[(equals + 1)..], _ => origin) ?? new ScalarNode(origin, "", Quoted: false);
        return Set(root, type, keys, value);
    }

    private MappingNode Set(MappingNode mapping, Type? type, ReadOnlySpan<string> keys, Node value)
    {
        var origin = value.Origin;
        if (keys.Length == 1)
        {
            var kept = type is not null && catalogue.Variants(type) is { } set && set.Discriminator == keys[0]
                ? WithoutForeignKeys(mapping, set, value)
                : mapping;
            return kept.With(new MappingEntry(keys[0], origin, value));
        }

        var concrete = catalogue.Concrete(type, mapping);
        var child = concrete is not null && OptionsCatalogue.IsRecord(concrete) ? catalogue.Shape(concrete).Find(keys[0]) : null;
        var next = mapping.Find(keys[0])?.Value switch
        {
            MappingNode existing => existing,
            null or { IsNull: true } => Default(concrete, child, origin),
            ScalarNode { Quoted: false, Text: "false" } when child is not null && OptionsCatalogue.IsSwitch(child.Value.Type) => new MappingNode(origin, []),
            ScalarNode word when child is not null && catalogue.Expand(child.Value.Type, word) is { } whole => whole,
            var other => throw new InputException(
                origin.Complain("", $"{Printable.Shorten(keys[0])} is {other.Description} here, not a mapping; expected an override of the whole value")),
        };
        var place = mapping.Find(keys[0])?.Origin ?? origin;
        return mapping.With(new MappingEntry(keys[0], place, Set(next, child?.Value.Type, keys[1..], value)));
    }

    private MappingNode WithoutForeignKeys(MappingNode mapping, VariantSet set, Node choice)
    {
        if (set.Find(mapping.Find(set.Discriminator)?.Value) is not { } old || set.Find(choice) is not { } chosen)
        {
            return mapping;
        }

        var known = catalogue.Shape(chosen);
        var former = catalogue.Shape(old);
        return mapping with
        {
            Entries = [.. mapping.Entries.Where(entry =>
                entry.Origin.IsOverride || known.Find(entry.Key) is not null || former.Find(entry.Key) is null)],
        };
    }

    /// <summary>A section that the file leaves out starts as its default variant: <c>partition.alpha=1</c> needs no kind.</summary>
    private MappingNode Default(Type? parent, OptionsKey? child, Origin origin)
    {
        if (parent is null || child is null || catalogue.Variants(child.Value.Type) is not { } set
            || child.Property.GetValue(OptionsCatalogue.Create(parent)) is not { } usual)
        {
            return new MappingNode(origin, []);
        }

        var name = new ScalarNode(origin, OptionsCatalogue.VariantName(usual, set.Discriminator), Quoted: false);
        return new MappingNode(origin, [new MappingEntry(set.Discriminator, origin, name)]);
    }
}
