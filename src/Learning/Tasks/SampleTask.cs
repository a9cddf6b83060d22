using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>A model's loss on samples that clients hold, and its score on samples held out.</summary>
public abstract class SampleTask : IFederatedTask<float>, IDisposable
{
    /// <param name="experiment">seed, batches</param>
    /// <param name="data">samples</param>
    /// <param name="partition">which samples each client holds</param>
    protected SampleTask(Experiment experiment, FederatedDataset data, Partition partition)
    {
        Experiment = experiment;
        Data = data;
        Partition = partition;
        Trained = experiment.Privacy?.Find<DecoyOptions>() is { Source: DecoySource.TrainingSet } decoys ? DecoyPartition.Mix(decoys, partition, data.Train.Count, experiment.Seed) : partition;
    }

    /// <summary>Seed, batches, precision.</summary>
    public Experiment Experiment { get; }

    /// <summary>Samples.</summary>
    public FederatedDataset Data { get; }

    /// <summary>Which samples each client holds.</summary>
    public Partition Partition { get; }

    /// <summary>Which samples each client trains on: its own ones, unless it mixes decoys in.</summary>
    public Partition Trained { get; }

    /// <summary>Name of the model in reports.</summary>
    public abstract string ModelName { get; }

    /// <inheritdoc/>
    public abstract ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public virtual string Identity => Layout.Hash;

    /// <inheritdoc/>
    public int Clients => Partition.Clients;

    /// <summary>Samples in the largest mini-batch that any client has.</summary>
    internal int LargestBatch => Math.Min(Experiment.Local.BatchSize, Enumerable.Range(0, Clients).Max(SampleCount));

    /// <inheritdoc/>
    public int SampleCount(int client) => Trained[client].Length;

    /// <inheritdoc/>
    public abstract void Initialise(Span<float> x);

    /// <inheritdoc/>
    public abstract ILocalObjective<float> CreateObjective();

    /// <inheritdoc/>
    public int BatchCount(EvaluationSplit split) => ((Count(split) - 1) / Experiment.Evaluation.BatchSize) + 1;

    /// <inheritdoc/>
    public virtual void WriteModel(string path, ReadOnlySpan<float> x, IReadOnlyDictionary<string, string> notes) =>
        SafetensorsFile.Write(path, Layout, x, notes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Indices of one evaluation batch.</summary>
    internal int[] EvaluationBatch(EvaluationSplit split, int batch)
    {
        var size = Experiment.Evaluation.BatchSize;
        var start = batch * size;
        return [.. Enumerable.Range(start, Math.Min(size, Count(split) - start))];
    }

    /// <summary>Gives up what the task's oracles share.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private int Count(EvaluationSplit split) => (split == EvaluationSplit.Test ? Data.Test : Data.Train).Count;
}
