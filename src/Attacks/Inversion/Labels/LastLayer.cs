using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning;
using Federated.Learning.Models;

namespace Federated.Attacks.Inversion.Labels;

/// <summary>
/// The update of the last layer z = W h + b, in the sign of a gradient: dW = sum_i e_i h_i^T and db = sum_i e_i with e_ic = (p_ic - 1[y_i = c]) / n, up to a
/// positive factor.
/// </summary>
internal sealed class LastLayer
{
    private readonly float[] _weight;
    private readonly int _width;

    private LastLayer(float[] weight, float[] bias)
    {
        (_weight, Bias) = (weight, bias);
        _width = weight.Length / bias.Length;
    }

    /// <summary>C.</summary>
    public int Classes => Bias.Length;

    /// <summary>db, one value for each class.</summary>
    public float[] Bias { get; }

    /// <summary>sum_j dW_cj for each class.</summary>
    public double[] RowSums => [.. Enumerable.Range(0, Classes).Select(c => Row(c).Sum(value => (double)value))];

    /// <summary>min_j dW_cj for each class.</summary>
    public double[] RowMinima => [.. Enumerable.Range(0, Classes).Select(c => (double)Row(c).Min())];

    /// <summary>The last layer's part of a flat vector.</summary>
    /// <param name="network">its last two tensors are weight [C, m] and bias [C]</param>
    /// <param name="update">u*, length d</param>
    public static LastLayer Of(Network network, ReadOnlySpan<float> update)
    {
        var tensors = network.Layout.Tensors;
        if (tensors.Count < 2 || tensors[^1].Shape is not [var bias] || tensors[^2].Shape is not [var rows, _] || bias != network.Classes || rows != bias)
        {
            throw new InputException($"attack.labels: {network.Name} does not end in a linear layer with a bias, from which labels could be read; expected labels to be known");
        }

        return new LastLayer(
            update.Slice(tensors[^2].Offset, tensors[^2].Length).ToArray(), update.Slice(tensors[^1].Offset, tensors[^1].Length).ToArray());
    }

    /// <summary>Whether a defence has removed the bias.</summary>
    public bool HasBias => FlatProducts.MaxAbs<float>(Bias) > 0.0;

    /// <summary>Whether a defence has removed the whole layer.</summary>
    public bool IsZero => !HasBias && FlatProducts.MaxAbs<float>(_weight) == 0.0;

    private ArraySegment<float> Row(int c) => new(_weight, c * _width, _width);
}
