namespace Federated.Learning.Data;

/// <summary>Per-channel standardisation of pixels in [0, 1]: (pixel - mean) / std.</summary>
public sealed class Normalisation
{
    private readonly float[] _mean;
    private readonly float[] _std;

    /// <param name="mean">mean of each channel</param>
    /// <param name="std">standard deviation of each channel, above 0</param>
    /// <exception cref="InputException">the lengths differ, or a number is not finite, or a deviation is not above 0</exception>
    public Normalisation(ReadOnlySpan<float> mean, ReadOnlySpan<float> std)
    {
        if (mean.IsEmpty || mean.Length != std.Length)
        {
            throw new InputException(
                $"normalisation: {mean.Length} means and {std.Length} standard deviations; one of each per channel is needed");
        }

        for (var i = 0; i < mean.Length; i++)
        {
            if (!float.IsFinite(mean[i]) || !float.IsFinite(std[i]) || std[i] <= 0f)
            {
                throw new InputException(
                    $"normalisation: mean {mean[i]}, std {std[i]} of channel {i}; both must be finite and std above 0");
            }
        }

        _mean = mean.ToArray();
        _std = std.ToArray();
    }

    /// <summary>Mean and deviation of MNIST.</summary>
    public static Normalisation Mnist { get; } = new([.1307f], [.3081f]);

    /// <summary>Mean and deviation of Fashion-MNIST.</summary>
    public static Normalisation FashionMnist { get; } = new([.2860f], [.3530f]);

    /// <summary>Means and deviations of CIFAR-10.</summary>
    public static Normalisation Cifar10 { get; } = new([.491f, .482f, .447f], [.247f, .243f, .262f]);

    /// <summary>Means and deviations of CIFAR-100.</summary>
    public static Normalisation Cifar100 { get; } = new([.5071f, .4867f, .4408f], [.2675f, .2565f, .2761f]);

    /// <summary>Mean and deviation of FEMNIST: dark strokes on white.</summary>
    public static Normalisation Femnist { get; } = new([.96424f], [.15768f]);

    /// <summary>Number of channels.</summary>
    public int Channels => _mean.Length;

    /// <summary>Mean of each channel.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Standard deviation of each channel.</summary>
    public ReadOnlySpan<float> Std => _std;

    /// <summary>Pixels as they are in [0, 1]: mean 0 and deviation 1 in every channel.</summary>
    public static Normalisation Identity(int channels)
    {
        var std = new float[channels];
        Array.Fill(std, 1f);
        return new Normalisation(new float[channels], std);
    }

    /// <summary>Standardises samples in place.</summary>
    /// <param name="values">samples one after the other, channels first</param>
    /// <param name="shape">shape of one sample</param>
    public void Apply(Span<float> values, SampleShape shape)
    {
        var plane = shape.Height * shape.Width;
        for (var start = 0; start < values.Length; start += plane)
        {
            var c = start / plane % Channels;
            foreach (ref var value in values.Slice(start, plane))
            {
                value = (value - _mean[c]) / _std[c];
            }
        }
    }

    /// <summary>Turns standardised samples into pixels in place.</summary>
    /// <param name="values">samples one after the other, channels first</param>
    /// <param name="shape">shape of one sample</param>
    public void Undo(Span<float> values, SampleShape shape)
    {
        var plane = shape.Height * shape.Width;
        for (var start = 0; start < values.Length; start += plane)
        {
            var c = start / plane % Channels;
            foreach (ref var value in values.Slice(start, plane))
            {
                value = (value * _std[c]) + _mean[c];
            }
        }
    }
}
