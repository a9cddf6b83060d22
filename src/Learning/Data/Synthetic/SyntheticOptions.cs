using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Synthetic;

/// <summary>Images made from the experiment's seed: a smooth pattern per class plus Gaussian noise per pixel.</summary>
[Variant("synthetic")]
public sealed record SyntheticOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "synthetic";

    /// <summary>Channels of an image.</summary>
    [Accepts("[1, 1024]")]
    public int Channels { get; init; } = 1;

    /// <summary>Rows of an image.</summary>
    [Accepts("[1, 4096]")]
    public int Height { get; init; } = 28;

    /// <summary>Columns of an image.</summary>
    [Accepts("[1, 4096]")]
    public int Width { get; init; } = 28;

    /// <summary>Number of classes, all equally frequent.</summary>
    [Accepts("[2, 100000]")]
    public int Classes { get; init; } = 10;

    /// <summary>Training samples.</summary>
    [Accepts("[1, 1000000000]")]
    public int Train { get; init; } = 10_000;

    /// <summary>Test samples.</summary>
    [Accepts("[1, 1000000000]")]
    public int Test { get; init; } = 2_000;

    /// <summary>Standard deviation of a class's pattern, as a part of the pixel range.</summary>
    [Accepts("[0, 1]")]
    public double Separation { get; init; } = 0.05;

    /// <summary>Standard deviation of a pixel's noise, as a part of the pixel range.</summary>
    [Accepts("[0, 1]")]
    public double Noise { get; init; } = 0.25;
}
