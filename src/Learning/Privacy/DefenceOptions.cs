using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>One defence, by name, with its strength.</summary>
[Discriminator("name")]
public abstract record DefenceOptions
{
    /// <summary>Name in experiment files, for example <c>clip</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, with its strength, for reports: <c>clipped to norm 1</c>.</summary>
    public abstract string Description { get; }

    /// <summary>What an adversary does who knows of it.</summary>
    public abstract AdaptiveHint AdaptiveHint { get; }
}
