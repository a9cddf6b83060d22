namespace Federated.Learning.Recording;

/// <summary><c>transcript/index.json</c>: what the messages are about. Everything in it is known to whoever takes part.</summary>
public sealed record TranscriptIndex
{
    /// <summary>The format that this program writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format of the folder.</summary>
    public required int Format { get; init; }

    /// <summary>How nodes exchange: <c>parameter server</c>, <c>gossip</c> or <c>shared seed</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Recognises names and shapes of the model's tensors, see <see cref="Parameters.ParameterLayout.Hash"/>.</summary>
    public required string LayoutSha256 { get; init; }

    /// <summary>Length d of every vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Name of the algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Recognises the experiment, see <see cref="Experiments.ExperimentHash"/>.</summary>
    public required string ExperimentSha256 { get; init; }

    /// <summary>Number of clients or nodes.</summary>
    public required int Clients { get; init; }

    /// <summary>Vectors of every message down, or of a node's message.</summary>
    public required string[] VectorsDown { get; init; }

    /// <summary>Vectors of every message up.</summary>
    public required string[] VectorsUp { get; init; }

    /// <summary>Channels, height and width of a sample; null: samples are not images.</summary>
    public int[]? Input { get; init; }

    /// <summary>Number of classes.</summary>
    public int? Classes { get; init; }

    /// <summary>Mean of each channel by which pixels were normalised; null: they were not.</summary>
    public float[]? Mean { get; init; }

    /// <summary>Standard deviation of each channel by which pixels were normalised; null: they were not.</summary>
    public float[]? Std { get; init; }

    /// <summary>File of sealed rounds, relative to the run's folder: of the shared-seed family it is all that is exchanged. Null of others.</summary>
    public string? Log { get; init; }
}
