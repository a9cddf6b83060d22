using Federated.Learning.Experiments;

namespace Federated.Attacks.Inversion;

/// <summary>
/// The unrolled attack on whole local trainings (Dimitrov et al. 2022). How much the matching term has to weigh depends on the contrast of the normalised
/// data: the authors' 1 to 2 is for FEMNIST, whose strokes lie six deviations below the mean; on images such as Fashion-MNIST a thousand times that is needed.
/// </summary>
public sealed record DlfaOptions
{
    /// <summary>Weight of the matching term at the start.</summary>
    [Accepts("(0, inf)")]
    public double From { get; init; } = 1000.0;

    /// <summary>Weight of the matching term at the end; geometric in between.</summary>
    [Accepts("(0, inf)")]
    public double To { get; init; } = 2000.0;

    /// <summary>Weight of the wrap-around squared variation.</summary>
    [Accepts("[0, inf)")]
    public double Tv { get; init; } = 1e-3;

    /// <summary>Weight of the squared distance of pixels to [0, 1].</summary>
    [Accepts("[0, inf)")]
    public double Clip { get; init; } = 2.0;

    /// <summary>Weight of the prior that all epochs visit the same images.</summary>
    [Accepts("[0, inf)")]
    public double Order { get; init; } = 1000.0;

    /// <summary>The statistic that epochs have in common.</summary>
    public OrderStatistic Statistic { get; init; } = OrderStatistic.Mean;

    /// <summary>What it is taken of.</summary>
    public OrderFeatures Features { get; init; } = OrderFeatures.Pixels;

    /// <summary>How statistics are compared.</summary>
    public OrderDistance Distance { get; init; } = OrderDistance.L2;

    /// <summary>Factor on the learning rate with <c>decay: exponential</c>.</summary>
    [Accepts("(0, 1]")]
    public double Decay { get; init; } = 0.995;

    /// <summary>Iterations from one such factor to the next.</summary>
    [Accepts("[1, 1000000]")]
    public int DecayEvery { get; init; } = 10;

    /// <summary>The authors' constants for FEMNIST.</summary>
    public static DlfaOptions Femnist { get; } = new() { From = 1.0, To = 2.0 };

    /// <summary>The authors' constants for CIFAR-100.</summary>
    public static DlfaOptions Cifar { get; } = new()
    {
        From = 4.0,
        To = 2.0,
        Tv = 2e-4,
        Clip = 10.0,
        Order = 6.075,
        Statistic = OrderStatistic.Max,
        Features = OrderFeatures.Convolution,
        Decay = 0.997,
        DecayEvery = 20,
    };
}
