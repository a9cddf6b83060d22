using Federated.Learning.Experiments.Binding;

namespace Federated.Learning.Gossip;

/// <summary>Topologies from words of a command line, under the rules of experiment files.</summary>
public static class TopologyReader
{
    /// <summary>Reads a topology and looks at its graph.</summary>
    /// <param name="kind">a kind of <c>topology</c></param>
    /// <param name="weights">a weight rule; null: the kind's default</param>
    /// <param name="nodes">n</param>
    /// <param name="overrides">
    /// <c>key=value</c>: keys of the topology, with or without <c>topology.</c> before them, or <c>seed</c>
    /// </param>
    /// <exception cref="InputException">One line for each problem, with what would be accepted.</exception>
    public static TopologyProfile Read(string kind, string? weights, int nodes, IReadOnlyList<string> overrides)
    {
        var question = OptionsReader.Read<TopologyQuestion>(
            Section(kind, weights),
            [.. overrides.Select(FullKey)],
            read => read.Topology.Check(nodes) is { } problem ? [problem] : []);
        return TopologyProfile.Of(question.Topology, nodes, question.Seed);
    }

    private static MappingNode Section(string kind, string? weights)
    {
        var origin = new Origin(Printable.Shorten($"topology {kind}", 120), "topology.kind");
        List<MappingEntry> entries = [new("kind", origin, new ScalarNode(origin, kind, Quoted: false))];
        if (weights is not null)
        {
            var place = new Origin(Printable.Shorten($"--weights {weights}", 120), "topology.weights");
            entries.Add(new("weights", place, new ScalarNode(place, weights, Quoted: false)));
        }

        return new MappingNode(origin, [new("topology", origin, new MappingNode(origin, entries))]);
    }

    private static string FullKey(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var first = equals < 0 ? text : text[..equals].Trim().Split('.')[0];
        return equals < 0 || first is "topology" or "seed" ? text : $"topology.{text}";
    }
}
