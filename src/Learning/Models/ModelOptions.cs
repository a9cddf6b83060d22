namespace Federated.Learning.Models;

/// <summary>The network and where its first parameters come from.</summary>
public sealed record ModelOptions
{
    /// <summary>One of the names in <see cref="ModelCatalogue"/>.</summary>
    public string Name { get; init; } = "cnn28";

    /// <summary>File with the initial parameters, <c>.npy</c> (flat) or <c>.safetensors</c>; absent: drawn from the seed.</summary>
    public string? Initial { get; init; }
}
