namespace Federated.Learning.Randomness;

/// <summary>What a random stream is for. Part of every stream's key; never renumber a published value.</summary>
public enum Purpose : uint
{
    /// <summary>Initial parameters; lane = index of the tensor in the layout.</summary>
    Initialisation = 1,

    /// <summary>Which clients take part in a round.</summary>
    Cohort = 2,

    /// <summary>Order of a client's samples in its mini-batches; in pretraining, the windows of a batch, with round = step.</summary>
    BatchOrder = 3,

    /// <summary>Flips and crops of training images.</summary>
    Augmentation = 4,

    /// <summary>Dropout masks.</summary>
    Dropout = 5,

    /// <summary>How samples are split over clients.</summary>
    Partition = 6,

    /// <summary>Synthetic samples and labels.</summary>
    SyntheticData = 7,

    /// <summary>Graphs that change from round to round; lane = node, or 0.</summary>
    Topology = 8,

    /// <summary>Links that fail in a round; lane = link.</summary>
    LinkFailure = 9,

    /// <summary>Nodes that stay away from a round; lane = node.</summary>
    NodeDropout = 10,

    /// <summary>Rounding of quantised models; lane = node.</summary>
    Quantisation = 11,

    /// <summary>Where a fit to projections starts; round = restart.</summary>
    ProjectionStart = 20,

    /// <summary>Where a gradient inversion starts; round = restart.</summary>
    InversionStart = 25,

    /// <summary>Noise that an inversion adds to its own gradients (Langevin dynamics); round = restart, child = iteration.</summary>
    InversionNoise = 26,

    /// <summary>Dummy samples on which an attack measures a model.</summary>
    InversionDummies = 27,

    /// <summary>Filters of the convolution in front of an attack's order-free statistics.</summary>
    InversionFilters = 28,

    /// <summary>Start vectors and random signs of estimates about J J^T; lane = probe.</summary>
    InfluenceProbe = 35,

    /// <summary>Noise along weak directions of an update; lane = image.</summary>
    WeakDirectionNoise = 36,

    /// <summary>Users with cameras: their class mixes, images, cameras and photos; lane = user, class or image.</summary>
    CameraUsers = 40,

    /// <summary>Decoy images on devices; lane = client.</summary>
    DecoyPhotos = 41,

    /// <summary>Attacks that tell who sent an update: first values, pairs, projections, permuted labels.</summary>
    Identification = 42,

    /// <summary>Noise on updates before they leave; lane = client.</summary>
    UpdateNoise = 50,

    /// <summary>Which numbers of an update are dropped before it leaves; lane = client.</summary>
    UpdatePruning = 51,

    /// <summary>Rounding of updates before they leave; lane = client.</summary>
    UpdateRounding = 52,

    /// <summary>Noise on gradients of single samples, clipped and added up; lane = client.</summary>
    GradientNoise = 53,

    /// <summary>Which foreign samples are mixed into a client's data; lane = client.</summary>
    Decoys = 54,

    /// <summary>Which samples are public and belong to no client.</summary>
    PublicSamples = 55,
}
