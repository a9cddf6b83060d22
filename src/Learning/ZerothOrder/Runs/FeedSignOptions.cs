using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>FeedSign (arXiv 2501.17610): all machines look in the same direction, each votes with one bit, and the step follows the majority.</summary>
[Variant("feedsign")]
public sealed record FeedSignOptions : SharedSeedOptions
{
    /// <inheritdoc/>
    public override string Name => "feedsign";

    /// <inheritdoc/>
    public override string Title => "FeedSign";

    /// <summary>Distribution of the directions' numbers.</summary>
    public DirectionKind Directions { get; init; } = DirectionKind.Gaussian;

    /// <inheritdoc/>
    internal override SealedScheme CreateScheme() => new()
    {
        Code = GradientCode.Sign,
        Directions = Directions,
        Sharing = DirectionSharing.Shared,
        Update = UpdateForm.Majority,
    };
}
