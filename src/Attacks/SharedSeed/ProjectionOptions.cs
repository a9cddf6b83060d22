using Federated.Learning.Experiments;

namespace Federated.Attacks.SharedSeed;

/// <summary>How samples are fitted to projections.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Steps of the fit.</summary>
    [Accepts("[1, 10000]")]
    public int Iterations { get; init; } = 60;

    /// <summary>Beginnings that are tried, besides the grey image: the best is kept.</summary>
    [Accepts("[0, 1000]")]
    public int Restarts { get; init; }

    /// <summary>Standard deviation of a pixel in the network's normalised space: what an adversary supposes of any image.</summary>
    [Accepts("(0, inf)")]
    public double PixelDeviation { get; init; } = 1.0;

    /// <summary>Standard deviation of the difference of two neighbouring pixels, normalised; infinite: nothing is supposed of it.</summary>
    [Accepts("(0, inf]")]
    public double NeighbourDeviation { get; init; } = double.PositiveInfinity;

    /// <summary>Threads.</summary>
    [Accepts("[1, 256]")]
    public int Workers { get; init; } = 1;
}
