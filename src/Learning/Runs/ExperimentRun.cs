using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Tasks;

namespace Federated.Learning.Runs;

/// <summary>Runs an experiment in this process: from the file's content to the run's files.</summary>
public static class ExperimentRun
{
    /// <summary>Loads data, splits them, trains, and leaves the run's files.</summary>
    /// <exception cref="InputException">The input was refused; the folder holds nothing of this run.</exception>
    /// <exception cref="Rounds.RunFailedException">The run cannot go on.</exception>
    public static RunResult Execute(Experiment experiment, RunSettings settings, CancellationToken cancellation)
    {
        if (experiment.Task == TaskKind.Quadratic)
        {
            var quadratic = new QuadraticTask(experiment.Quadratic!, experiment.Local.BatchSize);
            using var run = new TaskRun<double>(experiment, quadratic, "quadratic task", partition: null, settings);
            return run.Execute(cancellation);
        }

        var task = Classification(experiment, settings.DataLocations);
        var subject = $"{task.Data.Name}, {task.Network.Name}";
        using var session = new TaskRun<float>(experiment, task, subject, Describe(task), settings);
        return session.Execute(cancellation);
    }

    /// <summary>Loads and splits an experiment's data.</summary>
    /// <exception cref="InputException">Data or network are not what the experiment says.</exception>
    internal static ClassificationTask Classification(Experiment experiment, DataLocations locations)
    {
        var data = new DatasetCatalogue(locations).Load(experiment.Data, experiment.Seed);
        var network = ModelCatalogue.Create(experiment.Model.Name, data.Train.Shape, data.Train.Classes);
        var initial = experiment.Model.Initial is { } path ? InitialVector.Read(path, network.Layout) : null;
        var partition = Partitioner.Create(experiment.Partition, data, experiment.Seed);
        return new ClassificationTask(experiment, data, partition, network, initial);
    }

    private static PartitionPage Describe(ClassificationTask task)
    {
        var summary = PartitionSummary.Of(task.Partition, task.Data.Train);
        return new PartitionPage(
            summary.Clients,
            task.Data.Train.Classes,
            summary.Counts.Length,
            summary.Counts,
            summary.Totals,
            new PartitionSizes(summary.Smallest, summary.Largest, summary.Samples, summary.DistinctSamples));
    }
}
