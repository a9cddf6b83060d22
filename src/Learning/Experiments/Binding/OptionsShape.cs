using System.Reflection;

namespace Federated.Learning.Experiments.Binding;

/// <summary>What a value may be: its type and, for numbers (also those in lists), the accepted interval.</summary>
internal sealed record ValueShape(Type Type, Interval? Accepts, bool Nullable)
{
    /// <summary>The shape of a list's items; null for anything that is not a list.</summary>
    public ValueShape? Item => Type.IsArray ? new ValueShape(Type.GetElementType()!, Accepts, false) : null;
}

/// <summary>One key of a mapping.</summary>
internal sealed record OptionsKey(string Name, PropertyInfo Property, ValueShape Value, bool Required);

/// <summary>The keys of a record, in the order of declaration, the base record's first.</summary>
internal sealed record OptionsShape(Type Type, IReadOnlyList<OptionsKey> Keys)
{
    public OptionsKey? Find(string key) => Keys.FirstOrDefault(known => known.Name == key);
}

/// <summary>The records that a discriminator key chooses from, sorted by name.</summary>
internal sealed record VariantSet(string Discriminator, IReadOnlyList<Variant> All)
{
    public string Names => All.Count == 0 ? "(none)" : string.Join(", ", All.Select(variant => variant.Name));

    public Type? Find(Node? name) => name is ScalarNode scalar ? All.FirstOrDefault(v => v.Name == scalar.Text)?.Type : null;
}

/// <summary>A record and the name that chooses it.</summary>
internal sealed record Variant(string Name, Type Type);
