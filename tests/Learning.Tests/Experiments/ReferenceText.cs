using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;

namespace Federated.Learning.Tests.Experiments;

/// <summary>The reference of all keys, made from the options records and their doc comments.</summary>
internal sealed partial class ReferenceText
{
    private readonly OptionsCatalogue _catalogue = new();
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, XElement> _comments;

    private ReferenceText()
    {
        var xml = XDocument.Load(Path.ChangeExtension(typeof(Experiment).Assembly.Location, ".xml"));
        _comments = xml.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
    }

    public static string Make()
    {
        var reference = new ReferenceText();
        reference.WriteRecord("###", "The whole file", typeof(Experiment), null, []);
        reference.WriteSections(typeof(Experiment), "");
        return reference._text.ToString().TrimEnd('\n') + "\n";
    }

    private void WriteSections(Type record, string prefix)
    {
        foreach (var key in _catalogue.Shape(record).Keys)
        {
            var type = key.Value.Type.IsArray ? key.Value.Type.GetElementType()! : key.Value.Type;
            var name = prefix + key.Name + (key.Value.Type.IsArray ? "[]" : "");
            if (_catalogue.Variants(type) is { } set)
            {
                WriteVariants(name, type, set);
            }
            else if (OptionsCatalogue.IsRecord(type))
            {
                WriteRecord("###", $"`{name}`", type, null, []);
                WriteSections(type, name + ".");
            }
        }
    }

    private void WriteVariants(string name, Type type, VariantSet set)
    {
        var shared = _catalogue.Shape(type).Keys;
        WriteRecord("###", $"`{name}`", type, set, []);
        foreach (var group in set.All.GroupBy(variant => variant.Type))
        {
            var names = string.Join(", ", group.Select(variant => $"`{set.Discriminator}: {variant.Name}`"));
            WriteRecord("####", $"`{name}` with {names}", group.Key, null, shared);
        }
    }

    private void WriteRecord(string level, string title, Type record, VariantSet? set, IReadOnlyList<OptionsKey> shared)
    {
        _text.Append(null, $"{level} {title}\n\n{Comment("T:" + record.FullName)}\n\n");
        var keys = _catalogue.Shape(record).Keys.Where(key => shared.All(known => known.Name != key.Name)).ToList();
        if (keys.Count == 0 && set is null)
        {
            return;
        }

        _text.Append("| key | accepted | default | meaning |\n|---|---|---|---|\n");
        if (set is not null)
        {
            _text.Append(null, $"| `{set.Discriminator}` | {set.Names} | required | chooses the keys below |\n");
        }

        var usual = record.IsAbstract ? OptionsCatalogue.Create(set!.All[0].Type, set.All[0].Name) : OptionsCatalogue.Create(record);
        foreach (var key in keys)
        {
            _text.Append(null, $"| `{key.Name}` | {Accepted(key)} | {Default(key, usual)} | {Meaning(key)} |\n");
        }

        _text.Append('\n');
    }

    private string Accepted(OptionsKey key)
    {
        var nested = _catalogue.Variants(key.Value.Type) is not null || OptionsCatalogue.IsRecord(key.Value.Type);
        return nested ? $"see `{key.Name}` below" : Expectation.Of(key.Value, _catalogue);
    }

    private string Default(OptionsKey key, object usual)
    {
        var value = key.Property.GetValue(usual);
        return key.Required ? "required"
            : value is null ? "none"
            : _catalogue.Variants(key.Value.Type) is { } set ? $"`{OptionsCatalogue.VariantName(value, set.Discriminator)}`"
            : OptionsCatalogue.IsRecord(key.Value.Type) ? "its defaults"
            : $"`{OptionsWriter.Flow(value)}`";
    }

    /// <summary>What the key is and, for an enum, what each of its values is.</summary>
    private string Meaning(OptionsKey key)
    {
        var meaning = Comment($"P:{key.Property.DeclaringType!.FullName}.{key.Property.Name}");
        var type = key.Value.Type;
        return !type.IsEnum ? meaning : meaning + string.Concat(type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(value => $" `{KeyNames.FromCode(value.Name)}`: {Comment($"F:{type.FullName}.{value.Name}")}"));
    }

    private string Comment(string member)
    {
        if (!_comments.TryGetValue(member, out var comment))
        {
            return "";
        }

        var words = string.Concat(comment.Element("summary")!.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement reference => Reference(reference.Attribute("cref")?.Value ?? reference.Value),
            _ => $"{node}",
        }));
        return Blank().Replace(System.Net.WebUtility.HtmlDecode(words), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Reference(string cref)
    {
        var name = cref.Split('.')[^1].Split('`')[0];
        return cref.StartsWith("P:", StringComparison.Ordinal) ? $"`{KeyNames.FromCode(name)}`" : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
