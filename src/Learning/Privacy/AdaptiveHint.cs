namespace Federated.Learning.Privacy;

/// <summary>What an adversary does who knows a defence and its strength.</summary>
/// <param name="Means">what changes in the attack</param>
/// <param name="Text">the same for people, in one sentence</param>
public sealed record AdaptiveHint(AdaptiveMeans Means, string Text)
{
    /// <summary>With <see cref="AdaptiveMeans.SkipLayers"/>: tensors that are left out of the attack's objective, by the start of their names; <c>*</c> is the last fully connected layer.</summary>
    public IReadOnlyList<string> SkipLayers { get; init; } = [];

    /// <summary>With <see cref="AdaptiveMeans.KnownShare"/>: the share of foreign samples.</summary>
    public double Share { get; init; }
}
