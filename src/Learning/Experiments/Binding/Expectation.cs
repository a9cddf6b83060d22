namespace Federated.Learning.Experiments.Binding;

/// <summary>Says in words what a value may be.</summary>
internal static class Expectation
{
    public static string Of(ValueShape shape, OptionsCatalogue catalogue)
    {
        var within = shape.Accepts is null ? "" : $" in {shape.Accepts.Text}";
        return shape.Type switch
        {
            { IsArray: true } => ListOf(shape.Item!, catalogue),
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(shape.Type).Select(KeyNames.FromCode))}",
            var type when type == typeof(bool) => "true or false",
            var type when type == typeof(string) => "text",
            var type when type == typeof(double) => $"a number{within}",
            var type when type == typeof(ulong) && shape.Accepts is null => $"a whole number in [0, {ulong.MaxValue}]",
            var type when ScalarReader.IsWhole(type) => $"a whole number{within}",
            var type when catalogue.Variants(type) is { } set => $"a mapping with the key {set.Discriminator}, one of {set.Names}",
            var type => $"{(OptionsCatalogue.IsSwitch(type) ? "true, false or " : "")}a mapping with keys of {string.Join(", ", catalogue.Shape(type).Keys.Select(key => key.Name))}",
        };
    }

    private static string ListOf(ValueShape item, OptionsCatalogue catalogue)
    {
        if (item.Type.IsArray)
        {
            return $"a list of lists{Of(item, catalogue)["a list".Length..]}";
        }

        var within = item.Accepts is null ? "" : $" in {item.Accepts.Text}";
        return item.Type == typeof(double) ? $"a list of numbers{within}"
            : ScalarReader.IsWhole(item.Type) ? $"a list of whole numbers{within}"
            : ScalarReader.Reads(item.Type) ? $"a list of values, each {Of(item, catalogue)}"
            : "a list of mappings";
    }
}
