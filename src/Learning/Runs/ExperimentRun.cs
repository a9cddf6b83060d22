using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Privacy;
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

        using var task = Load(experiment, settings.DataLocations);
        var subject = $"{task.Data.Name}, {task.ModelName}";
        using var session = new TaskRun<float>(experiment, task, subject, Describe(task), settings);
        return session.Execute(cancellation);
    }

    /// <summary>Loads an experiment's data and model, and splits the data.</summary>
    /// <exception cref="InputException">Data or model are not what the experiment says.</exception>
    public static SampleTask Load(Experiment experiment, DataLocations locations) =>
        experiment.Task == TaskKind.Language ? Language(experiment, locations) : Classification(experiment, locations);

    /// <summary>Makes an experiment's task for a machine that has the samples of one client, and needs no other data.</summary>
    /// <param name="experiment">what runs, with <c>task: classification</c></param>
    /// <param name="client">whose samples they are</param>
    /// <param name="samples">all that the task has: no other client can be trained, and the model not be judged</param>
    /// <exception cref="InputException">The model is not what the experiment says, or does not take such samples.</exception>
    public static SampleTask LoadOwn(Experiment experiment, int client, ImageSet samples) =>
        experiment.Privacy?.Find<DecoyOptions>() is null
            ? Classification(experiment, new FederatedDataset(experiment.Data.Name, samples, samples), Partition.OfOne(client, samples.Count))
            : throw new InputException("privacy.defences: decoys are drawn from the experiment's data set, which a machine with samples of its own does not have; expected no decoys");

    /// <summary>Loads an experiment's data and splits them; of a model only how it reads text is needed.</summary>
    /// <exception cref="InputException">The data are not what the experiment says.</exception>
    public static (FederatedDataset Data, Partition Partition) LoadData(Experiment experiment, DataLocations locations) =>
        Split(experiment, locations, experiment.Task == TaskKind.Language ? Form(LanguageModelCatalogue.Create(experiment.Model)) : null);

    private static TextForm Form(LanguageModel model) => new(model.Tokenizer, model.Network.Shape.Context);

    private static (FederatedDataset Data, Partition Partition) Split(Experiment experiment, DataLocations locations, TextForm? form)
    {
        var data = new DatasetCatalogue(locations).Load(experiment.Data, experiment.Seed, form);
        var partition = Partitioner.Create(experiment.Partition, data, experiment.Seed);
        return (data, experiment.Privacy?.Find<DecoyOptions>() is { Source: DecoySource.TrainingSet, PublicShare: > 0.0 } decoys
            ? DecoyPartition.WithoutPublic(decoys, partition, data.Train.Count, experiment.Seed)
            : partition);
    }

    private static LanguageTask Language(Experiment experiment, DataLocations locations)
    {
        var model = LanguageModelCatalogue.Create(experiment.Model);
        var (data, partition) = Split(experiment, locations, Form(model));
        partition.RequireSamples();
        return new LanguageTask(experiment, data, partition, model);
    }

    private static ClassificationTask Classification(Experiment experiment, DataLocations locations)
    {
        var (data, partition) = Split(experiment, locations, form: null);
        partition.RequireSamples();
        return Classification(experiment, data, partition);
    }

    private static ClassificationTask Classification(Experiment experiment, FederatedDataset data, Partition partition)
    {
        var (train, _) = data.Halves<ImageSet>("images");
        var network = ModelCatalogue.Create(experiment.Model.Name, train.Shape, train.Classes);
        PrivacyValidator.RequireLayers(experiment, network);
        var initial = experiment.Model.Initial is { } path ? InitialVector.Read(path, network.Layout) : null;
        return new ClassificationTask(experiment, data, partition, network, initial);
    }

    private static PartitionPage Describe(SampleTask task)
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
