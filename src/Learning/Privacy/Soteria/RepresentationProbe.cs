using System.Collections.Concurrent;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Tasks;
using static TorchSharp.torch;

namespace Federated.Learning.Privacy;

/// <summary>How far the inputs of a network's fully connected layers give away samples. Safe for many threads.</summary>
/// <param name="network">a chain of layers</param>
public sealed class RepresentationProbe(SequentialNetwork network)
{
    /// <summary>Rows of one backward pass, each with one sample and one input of the layer.</summary>
    private const int Rows = 128;

    /// <summary>Below this a derivative counts as none: the input says nothing about the sample.</summary>
    private const double Floor = 1e-12;

    /// <summary>Depths that each thread has passed through.</summary>
    private readonly ConcurrentDictionary<int, HashSet<int>> _seen = new();

    private IReadOnlyList<(LayerSpec Layer, SampleShape Input, SampleShape Output)> Shapes => [.. network.Shaped];

    /// <summary>Sum over samples of |r_j| / |dr_j / dX| for every input r_j of a layer; inputs that depend on no pixel count 0.</summary>
    /// <param name="layer">name of a fully connected layer, for example <c>fc2</c></param>
    /// <param name="weights">the network's parameters, length d</param>
    /// <param name="samples">normalised, one after the other, channels first</param>
    public double[] Scores(string layer, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        var depth = DepthOf(layer) ?? throw new ArgumentException($"{network.Name} has no representation in front of '{layer}'.", nameof(layer));
        using var scope = NewDisposeScope();
        using var parameters = new ParameterVector(network.Layout, trainable: false);
        weights.CopyTo(parameters.Values);
        var scores = new double[Shapes[depth].Input.Size];
        for (var i = 0; i < samples.Length; i += network.Input.Size)
        {
            Add(scores, depth, parameters, samples.Slice(i, network.Input.Size).ToArray());
        }

        return scores;
    }

    /// <summary>Why a layer's inputs cannot be defended; null: they can.</summary>
    /// <param name="network">the experiment's</param>
    /// <param name="layer">its name; null: the last</param>
    internal static string? Refuse(Network network, string? layer)
    {
        if (network is not SequentialNetwork sequential)
        {
            return $"soteria is not accepted with {network.Name}, which is no chain of layers; expected another model";
        }

        var probe = new RepresentationProbe(sequential);
        var names = network.Layout.Tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
            .Select(tensor => tensor.Name[..^".weight".Length]).Where(name => probe.DepthOf(name) is not null).ToList();
        var named = layer ?? LastLayer(network.Layout);
        return names.Contains(named) ? null
            : names.Count == 0 ? $"soteria is not accepted with {network.Name}, which has no fully connected layer behind another layer; expected another model"
            : $"{named} is no fully connected layer of {network.Name} behind another layer; expected {string.Join(" or ", names)}";
    }

    /// <summary>Name of the last fully connected layer.</summary>
    internal static string LastLayer(ParameterLayout layout) =>
        layout.Tensors.Last(tensor => tensor.Shape.Length == 2).Name[..^".weight".Length];

    /// <summary>The weight [units, inputs] of a fully connected layer; null: there is none of this name.</summary>
    internal static ParameterTensor? WeightOf(ParameterLayout layout, string layer) =>
        layout.Tensors.FirstOrDefault(tensor => tensor.Name == $"{layer}.weight" && tensor.Shape.Length == 2);

    /// <summary>Where a fully connected layer stands in the chain; null: there is none of this name behind another layer with parameters.</summary>
    private int? DepthOf(string layer)
    {
        var (linears, before) = (0, 0);
        for (var i = 0; i < network.Stack.Count; i++)
        {
            if (network.Stack[i] is LayerSpec.Linear && $"fc{++linears}" == layer)
            {
                return before > 0 ? i : null;
            }

            before += network.Stack[i] is LayerSpec.Linear or LayerSpec.Convolution ? 1 : 0;
        }

        return null;
    }

    private void Add(double[] scores, int depth, ParameterVector parameters, float[] sample)
    {
        using var scope = NewDisposeScope();
        var input = network.Input;
        var rows = tensor(sample).view(1, input.Channels, input.Height, input.Width).expand(Rows, -1, -1, -1).contiguous().requires_grad_();
        using var turn = FirstUse.Enter(_seen.GetOrAdd(Environment.CurrentManagedThreadId, _ => []), depth);
        var representation = network.Through(depth, parameters.Views, rows, new ForwardContext(Precision.Float32));
        var values = representation[0].abs().data<float>().ToArray();
        for (var first = 0; first < scores.Length; first += Rows)
        {
            var count = Math.Min(Rows, scores.Length - first);
            var chosen = representation.narrow(0, 0, count).narrow(1, first, count).diagonal().sum();
            var derivative = autograd.grad([chosen], [rows], retain_graph: true)[0];
            var norms = derivative.flatten(1).norm(1).data<float>().ToArray();
            for (var j = 0; j < count; j++)
            {
                scores[first + j] += norms[j] > Floor ? values[first + j] / norms[j] : 0.0;
            }
        }
    }
}
