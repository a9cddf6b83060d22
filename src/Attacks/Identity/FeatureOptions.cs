using Federated.Learning.Experiments;

namespace Federated.Attacks.Identity;

/// <summary>What of an update an attacker looks at.</summary>
public sealed record FeatureOptions
{
    /// <summary>Names of the tensors to look at, or their beginnings, for example <c>conv1</c> or <c>fc2.bias</c>; empty: all.</summary>
    public IReadOnlyList<string> Tensors { get; init; } = [];

    /// <summary>Which mean is taken off.</summary>
    public Centring Centring { get; init; } = Centring.Side;

    /// <summary>Number of random directions that features are projected on; null: they stay as they are.</summary>
    [Accepts("[1, 1000000]")]
    public int? Projection { get; init; }

    /// <summary>For people.</summary>
    public string Title => Tensors.Count == 0 ? "all layers" : string.Join(", ", Tensors);
}
