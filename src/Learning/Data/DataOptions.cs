using Federated.Learning.Data.Cameras;
using Federated.Learning.Experiments;

namespace Federated.Learning.Data;

/// <summary>Which data set, and where it is found.</summary>
[Discriminator("name")]
public abstract record DataOptions
{
    /// <summary>Name in experiment files, for example <c>fashion-mnist</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Flips and crops of training images.</summary>
    public Augmentation Augment { get; init; } = Augmentation.None;

    /// <summary>Use only the first n training samples.</summary>
    [Accepts("[1, 1000000000]")]
    public int? TrainSamples { get; init; }

    /// <summary>Use only the first n test samples.</summary>
    [Accepts("[1, 1000000000]")]
    public int? TestSamples { get; init; }

    /// <summary>Users who photograph the images, each with a camera of their own; only accepted with images. They become the natural partition.</summary>
    public CameraOptions? Cameras { get; init; }

    /// <summary>Part of each user's images that is kept from the device, as what an adversary has of the user; only accepted where users come with the data.</summary>
    [Accepts("(0, 1)")]
    public double? AuxiliaryShare { get; init; }
}
