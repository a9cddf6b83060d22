using System.Security.Cryptography;
using System.Text;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>
/// The part of a transformer that is trained, and the function from it to the whole. What stays as it is lies in one set of tensors that all
/// threads read.
/// </summary>
internal abstract class TrainedPart : IDisposable
{
    private readonly Lazy<ParameterVector> _frozen;

    /// <param name="network">the whole</param>
    /// <param name="weights">the whole's first parameters, length of its layout; kept, not copied</param>
    protected TrainedPart(Transformer network, float[] weights)
    {
        Network = network;
        Weights = weights;

        // Only those who compute need tensors; a log is replayed without.
        _frozen = new Lazy<ParameterVector>(() =>
        {
            var vector = new ParameterVector(network.Layout, trainable: false);
            weights.CopyTo(vector.Values);
            return vector;
        });
    }

    /// <summary>The tensors that are trained.</summary>
    public abstract ParameterLayout Layout { get; }

    /// <summary>Recognises the function: the trained layout, and with it all that is not trained but decides the loss.</summary>
    public string Identity => field ??= Identify();

    /// <summary>The whole.</summary>
    protected Transformer Network { get; }

    /// <summary>The whole's first parameters.</summary>
    protected float[] Weights { get; }

    /// <summary>The whole's first parameters as tensors, one per entry of its layout.</summary>
    protected IReadOnlyList<Tensor> Frozen => _frozen.Value.Views;

    /// <summary>Makes the part that a model's options ask for.</summary>
    /// <param name="options">which tensors; rank and strength of adapters</param>
    /// <param name="model">without weights they are drawn from the seed</param>
    /// <param name="seed">seed of the run</param>
    /// <exception cref="InputException">The rank is larger than the model's width.</exception>
    public static TrainedPart Create(ModelOptions options, LanguageModel model, ulong seed)
    {
        var weights = model.Weights;
        if (weights is null)
        {
            weights = new float[model.Network.Layout.Dimension];
            model.Network.Layout.Initialise(seed, weights);
        }

        return options.Trainable switch
        {
            Trainable.NormsAndBiases => new NormsAndBiases(model.Network, weights),
            Trainable.Lora => new LoraAdapters(model.Network, weights, options.LoraRank ?? 8, options.LoraAlpha ?? 16.0, seed),
            _ => new WholeTransformer(model.Network, weights),
        };
    }

    /// <summary>Writes the trained part's first values, length of <see cref="Layout"/>.</summary>
    public abstract void Initialise(Span<float> trained);

    /// <summary>One tensor per entry of the whole's layout; new ones belong to the caller's dispose scope.</summary>
    /// <param name="trained">one tensor per entry of <see cref="Layout"/></param>
    public abstract IReadOnlyList<Tensor> Whole(IReadOnlyList<Tensor> trained);

    /// <summary>The whole's parameters, flat.</summary>
    /// <param name="trained">length of <see cref="Layout"/></param>
    public abstract float[] Merge(ReadOnlySpan<float> trained);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_frozen.IsValueCreated)
        {
            _frozen.Value.Dispose();
        }
    }

    /// <summary>See <see cref="Identity"/>.</summary>
    protected abstract string Identify();

    /// <summary>SHA-256 over the trained layout and over what is not trained.</summary>
    protected string Identify(string rest) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Layout.Hash}\n{rest}")));
}
