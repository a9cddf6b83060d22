using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Classification of random samples; one client holds all of them.</summary>
internal static class TaskBed
{
    public static ClassificationTask Create(
        string model, SampleShape shape, int classes, int batchSize, int samples = 64, Augmentation augment = Augmentation.None)
    {
        var experiment = new Experiment
        {
            Algorithm = new FedAvgOptions(),
            Data = new EmbeddedFashionMnistOptions { Augment = augment },
            Local = new LocalOptions { BatchSize = batchSize },
            Evaluation = new EvaluationOptions { BatchSize = batchSize + 3 },
        };
        var set = new FloatSampleSet(Draw.Normal(samples * shape.Size), shape, Draw.Labels(samples, classes), classes);
        var partition = Partition.FromLists([[.. Enumerable.Range(0, samples)]]);
        return new ClassificationTask(experiment, new FederatedDataset("random", set, set), partition, ModelCatalogue.Create(model, shape, classes));
    }
}
