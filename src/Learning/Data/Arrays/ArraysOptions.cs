using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Arrays;

/// <summary>
/// A user's own data as NumPy arrays. Samples [n, channels, height, width], [n, height, width] or [n, features] of float32,
/// float64 or uint8; labels [n] of any integer type.
/// </summary>
[Variant("arrays")]
public sealed record ArraysOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "arrays";

    /// <summary>
    /// A folder with train_x.npy, train_y.npy, test_x.npy and test_y.npy, or one .npz file with arrays of these names. Instead of
    /// train_x and train_y there may be client_ID_x and client_ID_y for each client, which become the natural partition.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Number of classes; without it the largest label plus one.</summary>
    [Accepts("[1, 1000000]")]
    public int? Classes { get; init; }

    /// <summary>Mean of each channel (of uint8 samples: divided by 255), subtracted; needs <see cref="Std"/>.</summary>
    public double[]? Mean { get; init; }

    /// <summary>Standard deviation of each channel, divided by; needs <see cref="Mean"/>.</summary>
    public double[]? Std { get; init; }
}
