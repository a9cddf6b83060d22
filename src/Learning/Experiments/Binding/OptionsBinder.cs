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

        if (node.IsNull || IsOff(shape, node))
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

        return (node is ScalarNode word ? catalogue.Expand(shape.Type, word) : node) is MappingNode mapping ? BindRecord(shape.Type, mapping, key) : Refuse(shape, node, key);
    }

    private static bool IsOff(ValueShape shape, Node node) =>
        shape.Nullable && OptionsCatalogue.IsSwitch(shape.Type) && node is ScalarNode { Quoted: false, Text: "false" };

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
        var prefix = key.Length == 0 ? "" : key + ".";
        var set = catalogue.Variants(type);
        if (set is not null)
        {
            if (Choose(set, mapping, prefix) is not { } chosen)
            {
                return null;
            }

            type = chosen;
        }

        var shape = catalogue.Shape(type);
        var record = OptionsCatalogue.Create(type, set is null ? null : (mapping.Find(set.Discriminator)?.Value as ScalarNode)?.Text);
        foreach (var entry in mapping.Entries.Where(entry => entry.Key != set?.Discriminator))
        {
            BindEntry(shape, record, entry, prefix, set?.Discriminator);
        }

        foreach (var missing in shape.Keys.Where(known => known.Required && mapping.Find(known.Name) is null))
        {
            problems.Add(mapping.Origin, prefix + missing.Name, $"required but missing; expected {Expectation.Of(missing.Value, catalogue)}");
        }

        return record;
    }

    /// <summary>The variant that a mapping's discriminator names; null if a problem was noted.</summary>
    private Type? Choose(VariantSet set, MappingNode mapping, string prefix)
    {
        var choice = mapping.Find(set.Discriminator)?.Value;
        var chosen = set.Find(choice);
        if (chosen is null)
        {
            problems.Add(
                choice?.Origin ?? mapping.Origin,
                prefix + set.Discriminator,
                choice is null ? $"required but missing; expected one of {set.Names}" : Unknown(choice, set));
        }

        return chosen;
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
