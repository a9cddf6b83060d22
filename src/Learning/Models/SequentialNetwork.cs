using Federated.Learning.Data;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>A chain of layers: stated once, run by libtorch (any precision, any order of derivative) or by our own kernels.</summary>
public abstract class SequentialNetwork : Network
{
    private readonly WeightInitialiser _initialiser;

    /// <param name="name">name in experiment files</param>
    /// <param name="input">shape of one sample</param>
    /// <param name="classes">number of outputs</param>
    /// <param name="initialiser">first values of the weights</param>
    /// <param name="stack">the layers; the last one has <paramref name="classes"/> units</param>
    private protected SequentialNetwork(
        string name, SampleShape input, int classes, WeightInitialiser initialiser, params LayerSpec[] stack)
        : base(name, input, classes)
    {
        _initialiser = initialiser;
        Stack = stack;
        AddLayers();
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerSpec> Stack { get; }

    /// <summary>The layers with the shapes of what comes in and what goes out.</summary>
    public IEnumerable<(LayerSpec Layer, SampleShape Input, SampleShape Output)> Shaped
    {
        get
        {
            var shape = Input;
            foreach (var layer in Stack)
            {
                var output = Output(layer, shape);
                yield return (layer, shape, output);
                shape = output;
            }
        }
    }

    /// <summary>Shape of the data that a layer makes from data of the given shape.</summary>
    private static SampleShape Output(LayerSpec layer, SampleShape input) => layer switch
    {
        LayerSpec.Convolution c => new(c.Channels, Side(input.Height, c), Side(input.Width, c)),
        LayerSpec.PoolReLU or LayerSpec.MeanPool => new(input.Channels, input.Height / 2, input.Width / 2),
        LayerSpec.Flatten => new(input.Size, 1, 1),
        LayerSpec.Linear l => new(l.Units, 1, 1),
        _ => input,
    };

    private static int Side(int side, LayerSpec.Convolution layer) => ((side + (2 * layer.Padding) - layer.Kernel) / layer.Stride) + 1;

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context) => Through(Stack.Count, p, x, context);

    /// <summary>What comes out of the first layers.</summary>
    /// <param name="layers">how many of <see cref="Stack"/></param>
    /// <param name="p">one tensor per entry of the layout</param>
    /// <param name="x">batch of samples</param>
    /// <param name="context">dropout</param>
    internal Tensor Through(int layers, IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        var stream = context.DropoutKey?.Invoke() ?? default;
        var next = 0;
        x = Stack[0] is LayerSpec.Convolution ? Layers.ChannelsLast(x) : x;
        foreach (var layer in Stack.Take(layers))
        {
            switch (layer)
            {
                case LayerSpec.Convolution c:
                    x = Layers.Convolution(x, p[next], p[next + 1], c.Stride, c.Padding);
                    next += 2;
                    break;
                case LayerSpec.Linear:
                    x = Layers.Linear(x, p[next], p[next + 1]);
                    next += 2;
                    break;
                case LayerSpec.PoolReLU:
                    x = Layers.PoolReLU(x);
                    break;
                case LayerSpec.MeanPool:
                    x = nn.functional.avg_pool2d(x, 2);
                    break;
                case LayerSpec.ReLU:
                    x = x.relu_();
                    break;
                case LayerSpec.Sigmoid:
                    x = x.sigmoid();
                    break;
                case LayerSpec.Flatten:
                    x = x.flatten(1);
                    break;
                case LayerSpec.Dropout d when context.DropoutKey is not null:
                    x = ForwardContext.Dropout(x, d.Probability, ref stream);
                    break;
            }
        }

        return x;
    }

    private void AddLayers()
    {
        var (convolutions, linears) = (0, 0);
        foreach (var (layer, input, _) in Shaped)
        {
            if (layer is LayerSpec.Convolution c)
            {
                AddTensors($"conv{++convolutions}", [c.Channels, input.Channels, c.Kernel, c.Kernel]);
            }
            else if (layer is LayerSpec.Linear l)
            {
                AddTensors($"fc{++linears}", [l.Units, input.Size]);
            }
        }
    }

    /// <summary>Weight [output, input, ...] and bias [output].</summary>
    private void AddTensors(string name, long[] shape)
    {
        var kernel = shape.Skip(2).Aggregate(1L, (product, n) => product * n);
        var (fanIn, fanOut) = (shape[1] * kernel, shape[0] * kernel);
        var (weight, bias) = _initialiser switch
        {
            WeightInitialiser.Glorot => (Initialiser.Glorot(fanIn, fanOut), Initialiser.FanIn(fanIn)),
            WeightInitialiser.Half => (Initialiser.Uniform(0.5), Initialiser.Uniform(0.5)),
            _ => (Initialiser.FanIn(fanIn), Initialiser.FanIn(fanIn)),
        };
        Layout.Add($"{name}.weight", weight, shape).Add($"{name}.bias", bias, shape[0]);
    }
}
