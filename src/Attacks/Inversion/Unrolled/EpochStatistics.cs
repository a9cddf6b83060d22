using System.Numerics;
using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>What does not depend on the order of an epoch's images: mean or maximum over them of each pixel, or of each feature of fixed filters.</summary>
internal sealed class EpochStatistics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Filters = 96;

    private readonly SampleShape _shape;
    private readonly DlfaOptions _options;
    private readonly FixedFilters? _filters;
    private readonly double[] _image;
    private readonly double[] _features;

    /// <param name="shape">shape of one image</param>
    /// <param name="options">statistic and features</param>
    /// <param name="seed">of the filters</param>
    public EpochStatistics(SampleShape shape, DlfaOptions options, ulong seed)
    {
        (_shape, _options) = (shape, options);
        _filters = options.Features is OrderFeatures.Convolution ? new FixedFilters(shape, Filters, seed) : null;
        Length = _filters?.Outputs ?? shape.Size;
        (_image, _features) = (new double[shape.Size], new double[Length]);
    }

    /// <summary>Values of a statistic.</summary>
    public int Length { get; }

    /// <summary>Computes the statistic of one epoch.</summary>
    /// <param name="images">of the epoch, one after the other</param>
    /// <param name="statistic">mean or maximum</param>
    /// <param name="winners">index of the image with the maximum; untouched for means</param>
    public void Compute(ReadOnlySpan<T> images, Span<double> statistic, Span<int> winners)
    {
        if (_options.Statistic is OrderStatistic.Mean)
        {
            Mean(images);
            Features(_image, statistic);
            return;
        }

        statistic.Fill(double.NegativeInfinity);
        for (var i = 0; i < images.Length / _shape.Size; i++)
        {
            for (var p = 0; p < _image.Length; p++)
            {
                _image[p] = double.CreateTruncating(images[(i * _shape.Size) + p]);
            }

            Features(_image, _features);
            for (var f = 0; f < statistic.Length; f++)
            {
                if (_features[f] > statistic[f])
                {
                    (statistic[f], winners[f]) = (_features[f], i);
                }
            }
        }
    }

    /// <summary>Adds the derivative with respect to the images.</summary>
    /// <param name="derivative">with respect to the statistic</param>
    /// <param name="winners">of the last computation for this epoch</param>
    /// <param name="gradient">of the epoch's images</param>
    public void AddDerivative(ReadOnlySpan<double> derivative, ReadOnlySpan<int> winners, Span<T> gradient)
    {
        var n = gradient.Length / _shape.Size;
        for (var i = 0; i < n; i++)
        {
            if (i == 0 || _options.Statistic is OrderStatistic.Max)
            {
                Back(derivative, winners, i);
            }

            var share = _options.Statistic is OrderStatistic.Mean ? 1.0 / n : 1.0;
            for (var p = 0; p < _image.Length; p++)
            {
                gradient[(i * _shape.Size) + p] += T.CreateTruncating(share * _image[p]);
            }
        }
    }

    /// <summary>Leaves in the image what the statistic's derivative is for one image; for means it is the same for all.</summary>
    private void Back(ReadOnlySpan<double> derivative, ReadOnlySpan<int> winners, int image)
    {
        for (var f = 0; f < derivative.Length; f++)
        {
            _features[f] = _options.Statistic is OrderStatistic.Mean || winners[f] == image ? derivative[f] : 0.0;
        }

        if (_filters is null)
        {
            _features.CopyTo(_image, 0);
            return;
        }

        Array.Clear(_image);
        _filters.AddTransposed(_features, _image);
    }

    /// <summary>A convolution of means is the mean of convolutions.</summary>
    private void Mean(ReadOnlySpan<T> images)
    {
        Array.Clear(_image);
        var n = images.Length / _shape.Size;
        for (var i = 0; i < images.Length; i++)
        {
            _image[i % _shape.Size] += double.CreateTruncating(images[i]) / n;
        }
    }

    private void Features(ReadOnlySpan<double> image, Span<double> features)
    {
        if (_filters is null)
        {
            image.CopyTo(features);
        }
        else
        {
            _filters.Apply(image, features);
        }
    }
}
