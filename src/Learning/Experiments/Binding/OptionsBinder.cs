namespace Federated.Learning.Experiments.Binding;

/// <summary>Turns nodes into options records and notes everything that does not fit.</summary>
internal sealed class OptionsBinder(OptionsCatalogue catalogue, Problems problems)
{
    // Anchors let a small file stand for a huge list of lists.
    private const int MostValues = 50_000_000;

    private int _values;

    /// <summary>Binds one value.</summary>
    /// <param name="shape">what it may be</param>
    /// <param name="node">what was written</param>
    /// <param name="key">full name of the key, for messages; empty for the whole file</param>
    /// <returns>null if a problem was noted, or if null was written where it is accepted</returns>
    public object? Bind(ValueShape shape, Node node, string key)
    {
        if (++_values > MostValues)
        {
            throw new InputException($"{node.Origin.Text}: more than {MostValues} values; expected fewer");
        }

        if (node.IsNull)
        {
            return shape.Nullable ? null : Refuse(shape, node, key);
        }

        if (shape.Type.IsArray)
        {
            return node is SequenceNode list ? BindList(shape, list, key) : Refuse(shape, node, key);
        }

        if (ScalarReader.Reads(shape.Type))
        {
            return node is ScalarNode scalar && ScalarReader.Read(scalar, shape) is { } value ? value : Refuse(shape, node, key);
        }

        return Expand(shape.Type, node) is MappingNode mapping ? BindRecord(shape.Type, mapping, key) : Refuse(shape, node, key);
    }

    /// <summary>A lone word in place of a mapping sets the discriminator or the name.</summary>
    public Node Expand(Type type, Node node) =>
        node is ScalarNode { IsNull: false } && catalogue.Shorthand(type) is { } key
            ? new MappingNode(node.Origin, [new MappingEntry(key, node.Origin, node)])
            : node;

    private Array BindList(ValueShape shape, SequenceNode list, string key)
    {
        var items = Array.CreateInstance(shape.Item!.Type, list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (Bind(shape.Item, list.Items[i], $"{key}[{i}]") is { } item)
            {
                items.SetValue(item, i);
            }
        }

        return items;
    }

    private object? BindRecord(Type type, MappingNode mapping, string key)
    {
        string? discriminator = null;
        string? variantName = null;
        var prefix = key.Length == 0 ? "" : key + ".";
        if (catalogue.Variants(type) is { } set)
        {
            discriminator = set.Discriminator;
            var choice = mapping.Find(discriminator);
            if (choice is null)
            {
                problems.Add(mapping.Origin, prefix + discriminator, $"required but missing; expected one of {set.Names}");
                return null;
            }

            if (set.Find(choice.Value) is not { } chosen)
            {
                problems.Add(choice.Value.Origin, prefix + discriminator, Unknown(choice.Value, set));
                return null;
            }

            type = chosen;
            variantName = ((ScalarNode)choice.Value).Text;
        }

        var shape = catalogue.Shape(type);
        var record = OptionsCatalogue.Create(type, variantName);
        foreach (var entry in mapping.Entries.Where(entry => entry.Key != discriminator))
        {
            BindEntry(shape, record, entry, prefix, discriminator);
        }

        foreach (var missing in shape.Keys.Where(known => known.Required && mapping.Find(known.Name) is null))
        {
            problems.Add(mapping.Origin, prefix + missing.Name, $"required but missing; expected {Expectation.Of(missing.Value, catalogue)}");
        }

        return record;
    }

    private void BindEntry(OptionsShape shape, object record, MappingEntry entry, string prefix, string? discriminator)
    {
        if (shape.Find(entry.Key) is { } known)
        {
            var value = Bind(known.Value, entry.Value, prefix + known.Name);
            if (value is not null || known.Value.Nullable)
            {
                known.Property.SetValue(record, value);
            }

            return;
        }

        var accepted = shape.Keys.Select(key => key.Name).Prepend(discriminator).OfType<string>().ToList();
        var near = KeyNames.Nearest(entry.Key, accepted);
        problems.Add(
            entry.Origin,
            prefix + entry.Key,
            $"unknown key; {(near is null ? "" : $"did you mean {near}? ")}expected one of {string.Join(", ", accepted)}");
    }

    private static string Unknown(Node choice, VariantSet set)
    {
        var near = choice is ScalarNode scalar ? KeyNames.Nearest(scalar.Text, set.All.Select(variant => variant.Name)) : null;
        return $"{choice.Description} is not known; {(near is null ? "" : $"did you mean {near}? ")}expected one of {set.Names}";
    }

    private object? Refuse(ValueShape shape, Node node, string key)
    {
        problems.Add(node.Origin, key, $"{node.Description} is not accepted; expected {Expectation.Of(shape, catalogue)}");
        return null;
    }
}
