using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>
/// Clients mix foreign samples into what they train on, the same ones in every round, so that an update says less about whose it is (Gradient-Leaks, arXiv
/// 1805.05838). What a client's own samples are does not change.
/// </summary>
[Variant("decoys")]
public sealed record DecoyOptions : DefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "decoys";

    /// <summary>Share of foreign samples in what a client trains on.</summary>
    [Accepts("(0, 1)")]
    public double Share { get; init; } = 0.5;

    /// <summary>Where they come from.</summary>
    public DecoySource Source { get; init; } = DecoySource.TrainingSet;

    /// <summary>How they come in; photos only replace.</summary>
    public DecoyMixing Mixing { get; init; } = DecoyMixing.Replace;

    /// <summary>
    /// Share of the training set that is public: it belongs to no client, whatever the partition says, and decoys are drawn from it. 0: they are drawn from
    /// what other clients hold. Not used with photos.
    /// </summary>
    [Accepts("[0, 1)")]
    public double PublicShare { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Description =>
        FormattableString.Invariant($"{100 * Share:0.###} % foreign samples {(Mixing == DecoyMixing.Replace ? "in place of" : "beside")} own ones");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(
        AdaptiveMeans.KnownShare, "Mixes as many foreign samples into the data that it learns users from, and expects only the rest of what it finds to be a client's own.")
    {
        Share = Share,
    };
}
