using System.Numerics;
using System.Runtime.Intrinsics;
using Federated.Learning.Data;
using Federated.Learning.Models;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>A network's layers and what flows between them.</summary>
internal sealed class JointNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Signal<T>> _signals = [];
    private readonly List<JointLayer<T>> _layers = [];

    /// <param name="network">the model</param>
    /// <param name="samples">n</param>
    /// <param name="weights">of the whole network; not owned</param>
    public JointNetwork(SequentialNetwork network, int samples, JointWeights<T> weights)
    {
        _signals.Add(new Signal<T>(samples, network.Input));

        // Weight, then bias, of each layer that has them.
        var offsets = new Queue<int>(network.Layout.Tensors.Where((_, i) => i % 2 == 0).Select(tensor => tensor.Offset));
        foreach (var (layer, _, output) in network.Shaped)
        {
            Add(layer, output, weights, offsets);
        }
    }

    /// <summary>First to last.</summary>
    public IReadOnlyList<JointLayer<T>> Layers => _layers;

    /// <summary>What comes in.</summary>
    public Signal<T> Input => _signals[0];

    /// <summary>The logits.</summary>
    public Signal<T> Output => _signals[^1];

    /// <summary>Whether there are kernels for a network, and vectors for the kernels.</summary>
    public static bool Accepts(Network network) => Vector512.IsHardwareAccelerated && network is SequentialNetwork;

    /// <inheritdoc/>
    public void Dispose()
    {
        _layers.ForEach(layer => layer.Dispose());
        _signals.ForEach(signal => signal.Dispose());
    }

    private void Add(LayerSpec layer, SampleShape output, JointWeights<T> weights, Queue<int> offsets)
    {
        var input = _signals[^1];
        if (layer is LayerSpec.Dropout || (layer is LayerSpec.Flatten && input.Planes == 1 && input.Plane == output.Size))
        {
            // Without dropout; and a single plane is a vector already.
            return;
        }

        var next = new Signal<T>(input.Samples, output);
        _signals.Add(next);
        _layers.Add(layer switch
        {
            LayerSpec.Convolution c when WinogradJointLayer<T>.Accepts(c, input) => new WinogradJointLayer<T>(c, input, next, weights, offsets.Dequeue()),
            LayerSpec.Convolution c => new ConvolutionJointLayer<T>(c, input, next, weights, offsets.Dequeue()),
            LayerSpec.Linear => new LinearJointLayer<T>(input, next, weights, offsets.Dequeue()),
            LayerSpec.Sigmoid => new SigmoidJointLayer<T>(input, next),
            LayerSpec.ReLU => new ReLUJointLayer<T>(input, next),
            LayerSpec.PoolReLU => new PoolReLUJointLayer<T>(input, next),
            LayerSpec.MeanPool => new MeanPoolJointLayer<T>(input, next),
            LayerSpec.Flatten => new FlattenJointLayer<T>(input, next),
            _ => throw new NotSupportedException($"There is no kernel for {layer}."),
        });
    }
}
