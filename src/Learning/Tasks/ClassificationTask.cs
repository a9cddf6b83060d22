using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Kernels;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Privacy;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>Image classification with cross-entropy loss over the clients of a partition.</summary>
public sealed class ClassificationTask : SampleTask
{
    private readonly float[]? _initial;
    private readonly ImageSet _test;

    /// <param name="experiment">seed, batches, precision</param>
    /// <param name="data">images</param>
    /// <param name="partition">which samples each client holds</param>
    /// <param name="network">the model</param>
    /// <param name="initial">x^0, length d; null: drawn from the seed</param>
    /// <exception cref="InputException">Samples are not images.</exception>
    public ClassificationTask(
        Experiment experiment, FederatedDataset data, Partition partition, Network network, float[]? initial = null)
        : base(experiment, data, partition)
    {
        (Train, _test) = data.Halves<ImageSet>("images");
        Seen = experiment.Privacy?.Find<DecoyOptions>() is { Source: DecoySource.Photos } decoys ? WithPhotos(decoys) : Train;
        Network = network;
        _initial = initial;
    }

    /// <summary>The model.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public override string ModelName => Network.Name;

    /// <inheritdoc/>
    public override ParameterLayout Layout => Network.Layout;

    /// <summary>Images that clients hold.</summary>
    internal ImageSet Train { get; }

    /// <summary>The same, as clients train on them: with decoys in the places of some.</summary>
    internal ImageSet Seen { get; }

    /// <inheritdoc/>
    public override void Initialise(Span<float> x)
    {
        if (_initial is null)
        {
            Layout.Initialise(Experiment.Seed, x);
            return;
        }

        _initial.CopyTo(x);
    }

    /// <inheritdoc/>
    public override ILocalObjective<float> CreateObjective()
    {
        IBatchObjective objective = Experiment.Precision == Precision.Float32 && KernelCompiler.Accepts(Network)
            ? new KernelObjective(this, (SequentialNetwork)Network)
            : new NetworkObjective(this);
        return Experiment.Privacy?.Find<PerExampleClipOptions>() is { } clip
            ? new PerExampleObjective(objective, clip, Experiment, Trained)
            : objective;
    }

    /// <summary>Changes a training batch in place, as the data options ask.</summary>
    internal void Augment(Span<float> pixels, KeyedStream stream)
    {
        if (Experiment.Data.Augment == Augmentation.FlipCrop)
        {
            ImageAugmenter.FlipAndCrop(ref stream, Network.Input, pixels);
        }
    }

    private ImageSet WithPhotos(DecoyOptions decoys) => Data.Auxiliary?.Public is ImageSet images && Experiment.Data.Cameras is { } cameras
        ? DecoyImages.Mix(Train, Partition, images, decoys.Share, cameras, Experiment.Seed)
        : throw new InputException($"privacy.defences: decoys are photos of images that no user has, and {Data.Name} has none; expected fewer users or images in data.cameras, or source: training_set");

    /// <summary>The images of a split.</summary>
    internal ImageSet Samples(EvaluationSplit split) => split == EvaluationSplit.Test ? _test : Train;
}
