using System.Reflection;
using System.Runtime.CompilerServices;

namespace Federated.Learning.Experiments.Binding;

/// <summary>Describes options records by reflection. One catalogue lives as long as one file is read or written.</summary>
internal sealed class OptionsCatalogue
{
    private readonly Dictionary<Type, OptionsShape> _shapes = [];
    private readonly Dictionary<Type, VariantSet?> _variants = [];
    private readonly NullabilityInfoContext _nullability = new();

    public OptionsShape Shape(Type record)
    {
        if (!_shapes.TryGetValue(record, out var shape))
        {
            _shapes[record] = shape = new OptionsShape(record, [.. Keys(record)]);
        }

        return shape;
    }

    /// <summary>The variants of a base record, from the assembly that declares it; null if the type has no discriminator.</summary>
    public VariantSet? Variants(Type type)
    {
        if (!_variants.TryGetValue(type, out var set))
        {
            var discriminator = type.GetCustomAttribute<DiscriminatorAttribute>(inherit: false);
            _variants[type] = set = discriminator is null ? null : new VariantSet(discriminator.Key, [.. VariantsOf(type)]);
        }

        return set;
    }

    /// <summary>Whether <c>true</c> stands for a record with its defaults.</summary>
    public static bool IsSwitch(Type type) => type.GetCustomAttribute<SwitchAttribute>(inherit: false) is not null;

    /// <summary>The mapping that a lone word stands for; null: none.</summary>
    /// <param name="type">of the options record</param>
    /// <param name="word">not a null</param>
    public MappingNode? Expand(Type type, ScalarNode word)
    {
        if (IsSwitch(type))
        {
            return word is { Quoted: false, Text: "true" } ? new MappingNode(word.Origin, []) : null;
        }

        return Shorthand(type) is { } key ? new MappingNode(word.Origin, [new MappingEntry(key, word.Origin, word)]) : null;
    }

    /// <summary>The type of a mapping's values: the chosen variant; null while the choice is missing or unknown.</summary>
    public Type? Concrete(Type? type, MappingNode mapping) =>
        type is not null && Variants(type) is { } set ? set.Find(mapping.Find(set.Discriminator)?.Value) : type;

    /// <summary>The value of the discriminator key that stands for an options record.</summary>
    public static string VariantName(object options, string discriminator)
    {
        var property = options.GetType().GetProperties().First(p => KeyNames.FromCode(p.Name) == discriminator);
        return (string)property.GetValue(options)!;
    }

    /// <summary>A record with its defaults; required properties are still unset.</summary>
    public static object Create(Type record, string? variantName = null)
    {
        // A record with several names learns from its constructor which one was meant.
        var named = variantName is null ? null : record.GetConstructor([typeof(string)]);
        return named?.Invoke([variantName]) ?? Activator.CreateInstance(record)!;
    }

    public static bool IsRecord(Type type) =>
        type.IsClass && !type.IsArray && type.GetMethod("<Clone>$") is not null;

    /// <summary>The key that a lone word sets: the discriminator, or <c>name</c> of a record with a name.</summary>
    private string? Shorthand(Type type) =>
        Variants(type)?.Discriminator ?? (IsRecord(type) ? Shape(type).Find("name")?.Name : null);

    private static IEnumerable<Variant> VariantsOf(Type type) =>
        type.Assembly.GetTypes()
            .Where(candidate => !candidate.IsAbstract && type.IsAssignableFrom(candidate))
            .SelectMany(candidate => candidate.GetCustomAttributes<VariantAttribute>(inherit: false)
                .Select(variant => new Variant(variant.Name, candidate)))
            .OrderBy(variant => variant.Name, StringComparer.Ordinal);

    private IEnumerable<OptionsKey> Keys(Type record)
    {
        var chain = new Stack<Type>();
        for (var type = record; type is not null && type != typeof(object); type = type.BaseType)
        {
            chain.Push(type);
        }

        var discriminators = chain.Select(type => type.GetCustomAttribute<DiscriminatorAttribute>(inherit: false)?.Key).ToList();
        return chain
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .OrderBy(property => property.MetadataToken))
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(Key)
            .Where(key => !discriminators.Contains(key.Name))
            .GroupBy(key => key.Name)
            .Select(overridden => overridden.Last());
    }

    private OptionsKey Key(PropertyInfo property)
    {
        var value = Nullable.GetUnderlyingType(property.PropertyType);
        var nullable = value is not null || _nullability.Create(property).WriteState is NullabilityState.Nullable;
        var accepts = property.GetCustomAttribute<AcceptsAttribute>() is { } attribute ? Interval.Parse(attribute.Interval) : null;
        return new OptionsKey(
            KeyNames.FromCode(property.Name),
            property,
            new ValueShape(value ?? property.PropertyType, accepts, nullable),
            property.GetCustomAttribute<RequiredMemberAttribute>() is not null);
    }
}
