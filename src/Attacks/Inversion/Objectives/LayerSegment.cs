using Federated.Learning;
using Federated.Learning.Parameters;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>A tensor's place in the flat vector.</summary>
/// <param name="Offset">index of its first value</param>
/// <param name="Length">number of values</param>
internal readonly record struct LayerSegment(int Offset, int Length)
{
    /// <summary>The tensors that an objective looks at.</summary>
    /// <param name="layout">of the model</param>
    /// <param name="skip">names of layers or tensors that it does not</param>
    public static LayerSegment[] Of(ParameterLayout layout, IReadOnlyList<string> skip)
    {
        foreach (var name in skip)
        {
            if (!layout.Tensors.Any(tensor => Names(name, tensor)))
            {
                var known = string.Join(", ", layout.Tensors.Select(tensor => tensor.Name.Split('.')[0]).Distinct());
                throw new InputException($"attack.skip_layers: {Printable.Shorten(name)} is no layer of this model; expected some of {known}");
            }
        }

        LayerSegment[] kept = [.. layout.Tensors.Where(tensor => !skip.Any(name => Names(name, tensor))).Select(tensor => new LayerSegment(tensor.Offset, tensor.Length))];
        return kept.Length > 0 ? kept : throw new InputException("attack.skip_layers: skips every layer; expected at least one to be left");
    }

    /// <summary>The same places with neighbours joined: fewer, longer passes where tensors do not matter.</summary>
    public static LayerSegment[] Join(IReadOnlyList<LayerSegment> segments)
    {
        var joined = new List<LayerSegment>();
        foreach (var segment in segments)
        {
            if (joined.Count > 0 && joined[^1].Offset + joined[^1].Length == segment.Offset)
            {
                joined[^1] = joined[^1] with { Length = joined[^1].Length + segment.Length };
            }
            else
            {
                joined.Add(segment);
            }
        }

        return [.. joined];
    }

    private static bool Names(string name, ParameterTensor tensor) => tensor.Name == name || tensor.Name.StartsWith(name + ".", StringComparison.Ordinal);
}
