namespace Federated.Learning.Models;

/// <summary>One layer of a <see cref="SequentialNetwork"/>.</summary>
public abstract record LayerSpec
{
    /// <summary>Convolution with a square kernel.</summary>
    /// <param name="Channels">that go out</param>
    /// <param name="Kernel">side of the kernel</param>
    /// <param name="Stride">in both directions</param>
    /// <param name="Padding">zeros on each side</param>
    public sealed record Convolution(int Channels, int Kernel, int Stride = 1, int Padding = 0) : LayerSpec;

    /// <summary>2x2 max-pooling, then ReLU: the same function as the other way round.</summary>
    public sealed record PoolReLU : LayerSpec;

    /// <summary>2x2 mean-pooling; an odd last row or column is left out.</summary>
    public sealed record MeanPool : LayerSpec;

    /// <summary>max(x, 0).</summary>
    public sealed record ReLU : LayerSpec;

    /// <summary>1 / (1 + exp(-x)).</summary>
    public sealed record Sigmoid : LayerSpec;

    /// <summary>From images to vectors, in channel order.</summary>
    public sealed record Flatten : LayerSpec;

    /// <summary>Fully connected layer.</summary>
    /// <param name="Units">that go out</param>
    public sealed record Linear(int Units) : LayerSpec;

    /// <summary>Zeroes values while training, and scales the rest up.</summary>
    /// <param name="Probability">of being zeroed</param>
    public sealed record Dropout(float Probability) : LayerSpec;
}
