using Federated.Attacks;
using Federated.Attacks.Derivatives;
using Federated.Attacks.Metrics;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Randomness;

namespace Federated.Bench;

/// <summary>A client with images that are part of the program, what it sends, and how much of its images an attack got.</summary>
/// <param name="Observation">what an adversary sees, labels included</param>
/// <param name="Inputs">its images, normalised</param>
internal sealed record StudyVictim(Observation Observation, float[] Inputs)
{
    private static readonly Lazy<ByteSampleSet> _images = new(() =>
        (ByteSampleSet)new DatasetCatalogue(DataLocations.FromEnvironment(_ => null, "")).Load(new EmbeddedFashionMnistOptions(), 0).Train);

    /// <summary>One gradient of some images.</summary>
    public static StudyVictim Gradient(string model, ulong seed, IEnumerable<int> images)
    {
        var (network, inputs, labels, before) = Open(model, seed, [.. images]);
        var step = Gradient(network, before, inputs, labels);
        return new StudyVictim(Observe(network, before, step, labels) with { GradientScale = 1.0 }, inputs);
    }

    /// <summary>A whole local training by plain SGD on images of all classes in turn, reshuffled every epoch.</summary>
    public static StudyVictim Update(string model, ulong seed, int samples, LocalOptions training)
    {
        var (network, inputs, labels, before) = Open(model, seed, OfClasses(samples, (int)seed * 200));
        var weights = before.ToArray();
        int[] order = [.. Enumerable.Range(0, samples)];
        var stream = new KeyedStream(seed, Purpose.BatchOrder);
        for (var epoch = 0; epoch < training.Epochs; epoch++)
        {
            stream.Shuffle<int>(order);
            foreach (var batch in order.Chunk(training.BatchSize))
            {
                float[] x = [.. batch.SelectMany(i => inputs[(i * network.Input.Size)..((i + 1) * network.Input.Size)])];
                var gradient = Gradient(network, weights, x, [.. batch.Select(i => labels[i])]);
                for (var i = 0; i < weights.Length; i++)
                {
                    weights[i] -= (float)training.LearningRate * gradient[i];
                }
            }
        }

        var observation = Observe(network, before, [.. before.Zip(weights, (b, a) => b - a)], labels);
        return new StudyVictim(observation with { Training = training, LearningRate = training.LearningRate }, inputs);
    }

    /// <summary>Mean PSNR of the images after matching, dB.</summary>
    public double Psnr(Reconstruction result) => Score(result).Psnr.Mean;

    /// <summary>How like its images a reconstruction is.</summary>
    public ReconstructionScore Score(Reconstruction result)
    {
        var pixels = UnitPixels.From(Inputs, Observation.Network.Input, Observation.Normalisation);
        return new ReconstructionScorer(Observation.Network.Input, Observation.Normalisation, new ScoreOptions()).Score(pixels, Observation.Labels, result);
    }

    private static Observation Observe(Network network, float[] before, float[] step, int[] labels) => new()
    {
        Network = network,
        Before = before,
        Step = step,
        Samples = labels.Length,
        Threat = ThreatModel.C,
        Labels = labels,
        Normalisation = _images.Value.Normalisation,
    };

    private static (Network Network, float[] Inputs, int[] Labels, float[] Before) Open(string model, ulong seed, int[] images)
    {
        var set = _images.Value;
        var network = ModelCatalogue.Create(model, set.Shape, set.Classes);
        var (inputs, before) = (new float[images.Length * set.Shape.Size], new float[network.Layout.Dimension]);
        set.Gather(images, inputs);
        network.Layout.Initialise(seed, before);
        return (network, inputs, [.. images.Select(i => set.Labels[i])], before);
    }

    private static int[] OfClasses(int samples, int first)
    {
        var found = new List<int>();
        for (var i = first; found.Count < samples; i++)
        {
            if (_images.Value.Labels[i] == found.Count % _images.Value.Classes)
            {
                found.Add(i);
            }
        }

        return [.. found];
    }

    private static float[] Gradient(Network network, float[] weights, float[] inputs, int[] labels)
    {
        using var loss = JointLosses.Create<float>(network, labels.Length);
        weights.CopyTo(loss.Weights);
        inputs.CopyTo(loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            loss.Targets[(i * network.Classes) + labels[i]] = 1f;
        }

        loss.Evaluate();
        return loss.WeightGradient.ToArray();
    }
}
