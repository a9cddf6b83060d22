using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>A network as a pure function of (parameters, input): it holds no parameters and no state.</summary>
public abstract class Network
{
    /// <summary>Makes the network's description.</summary>
    /// <param name="name">name in experiment files</param>
    /// <param name="input">shape of one sample</param>
    /// <param name="classes">number of outputs</param>
    protected Network(string name, SampleShape input, int classes)
    {
        Name = name;
        Input = input;
        Classes = classes;
    }

    /// <summary>Name in experiment files.</summary>
    public string Name { get; }

    /// <summary>Shape of one sample.</summary>
    public SampleShape Input { get; }

    /// <summary>Number of outputs C.</summary>
    public int Classes { get; }

    /// <summary>The tensors in the flat vector.</summary>
    public ParameterLayout Layout { get; } = new();

    /// <summary>Logits [n, C], float32, of a batch of normalised samples [n, channels, height, width], float32.</summary>
    /// <param name="parameters">one tensor per entry of the layout</param>
    /// <param name="input">batch of samples</param>
    /// <param name="context">precision and dropout</param>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor input, ForwardContext context)
    {
        if (context.Precision == Precision.Float32)
        {
            return Logits(parameters, input, context);
        }

        var rounded = parameters.Select(p => p.to(ScalarType.BFloat16)).ToArray();
        return Logits(rounded, input.to(ScalarType.BFloat16), context).to(ScalarType.Float32);
    }

    /// <summary>The network's function, in the number format of its arguments.</summary>
    protected abstract Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context);
}
