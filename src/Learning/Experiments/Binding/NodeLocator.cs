namespace Federated.Learning.Experiments.Binding;

/// <summary>Finds the place in the file that a key's full name stands for.</summary>
internal static class NodeLocator
{
    /// <summary>The origin of the deepest node on the way: the section, if the key itself was left to its default.</summary>
    /// <param name="root">the whole file</param>
    /// <param name="key">for example <c>quadratic.clients[1].a</c></param>
    public static Origin Find(Node root, string key)
    {
        var node = root;
        var origin = root.Origin;
        foreach (var part in key.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            if (node is SequenceNode list && part.StartsWith('[') && int.TryParse(part.AsSpan(1, part.Length - 2), out var index)
                && index < list.Items.Count)
            {
                node = list.Items[index];
                origin = node.Origin;
            }
            else if (node is MappingNode mapping && mapping.Find(part) is { } entry)
            {
                node = entry.Value;
                origin = entry.Origin;
            }
            else
            {
                break;
            }
        }

        return origin;
    }
}
