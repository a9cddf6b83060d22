using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Recording;

/// <summary>Says what the messages of a run are about.</summary>
internal static class TranscriptIndexes
{
    /// <summary>The index of a run.</summary>
    /// <param name="experiment">what runs</param>
    /// <param name="task">what is learned</param>
    /// <param name="vectors">what is exchanged</param>
    public static TranscriptIndex Of<T>(Experiment experiment, IFederatedTask<T> task, ExchangedVectors vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var images = (task as ClassificationTask)?.Train;
        return new TranscriptIndex
        {
            Format = TranscriptIndex.CurrentFormat,
            Family = Family(experiment.Algorithm),
            Model = (task as SampleTask)?.ModelName ?? "quadratic",
            LayoutSha256 = task.Layout.Hash,
            Dimension = task.Layout.Dimension,
            Algorithm = experiment.Algorithm.Name,
            ExperimentSha256 = ExperimentHash.Of(experiment),
            Clients = task.Clients,
            VectorsDown = experiment.Algorithm is GossipAlgorithmOptions ? vectors.Up : vectors.Down,
            VectorsUp = vectors.Up,
            Input = images is { Shape: var shape } ? [shape.Channels, shape.Height, shape.Width] : null,
            Classes = images?.Classes,
            Mean = images?.Normalisation?.Mean.ToArray(),
            Std = images?.Normalisation?.Std.ToArray(),
            Log = experiment.Algorithm is SharedSeedOptions ? RunDirectory.SealedLogName : null,
        };
    }

    /// <summary>The name of an algorithm's family in files.</summary>
    public static string Family(AlgorithmOptions algorithm) => algorithm switch
    {
        GossipAlgorithmOptions => "gossip",
        SharedSeedOptions => "shared seed",
        _ => "parameter server",
    };
}
