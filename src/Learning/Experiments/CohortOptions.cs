namespace Federated.Learning.Experiments;

/// <summary>Who takes part in a round.</summary>
[Discriminator("kind")]
public abstract record CohortOptions
{
    /// <summary><c>fixed</c>, <c>bernoulli</c> or <c>explicit</c>.</summary>
    public abstract string Kind { get; }
}
