namespace Federated.Learning.Experiments;

/// <summary>Additional files.</summary>
public sealed record OutputOptions
{
    /// <summary>Write the global vector of every round (and the initial one) as <c>vectors/round-NNNNNN.npy</c>.</summary>
    public bool GlobalVectors { get; init; }
}
