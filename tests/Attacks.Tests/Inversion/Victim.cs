using Federated.Attacks.Derivatives;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>A client that shares what it should not.</summary>
internal static class Victim
{
    /// <summary>A network for the embedded images.</summary>
    public static Network Network(string name) => ModelCatalogue.Create(name, new SampleShape(1, 28, 28), 10);

    /// <summary>Weights as a network draws them.</summary>
    public static float[] Weights(Network network, ulong seed)
    {
        var weights = new float[network.Layout.Dimension];
        network.Layout.Initialise(seed, weights);
        return weights;
    }

    /// <summary>One gradient of all samples.</summary>
    public static Observation Gradient(Network network, ulong seed, (float[] Inputs, int[] Labels) data)
    {
        var weights = Weights(network, seed);
        using var loss = JointLosses.Create<float>(network, data.Labels.Length);
        Set(loss, weights, data.Inputs, data.Labels);
        loss.Evaluate();
        return new Observation
        {
            Network = network,
            Before = weights,
            Step = loss.WeightGradient.ToArray(),
            GradientScale = 1.0,
            Samples = data.Labels.Length,
            Threat = ThreatModel.E,
            Normalisation = data.Inputs.Length == data.Labels.Length * 784 ? Images.Normalisation : Normalisation.Identity(network.Input.Channels),
        };
    }

    /// <summary>A whole local training by plain SGD, reshuffled every epoch.</summary>
    public static Observation Update(Network network, ulong seed, (float[] Inputs, int[] Labels) data, LocalOptions training)
    {
        var before = Weights(network, seed);
        var weights = before.ToArray();
        var n = data.Labels.Length;
        using var loss = JointLosses.Create<float>(network, training.BatchSize);
        int[] order = [.. Enumerable.Range(0, n)];
        var stream = new KeyedStream(seed, Purpose.BatchOrder);
        for (var epoch = 0; epoch < training.Epochs; epoch++)
        {
            stream.Shuffle<int>(order);
            for (var at = 0; at + training.BatchSize <= n; at += training.BatchSize)
            {
                var batch = order.AsSpan(at, training.BatchSize).ToArray();
                Set(loss, weights, [.. batch.SelectMany(i => Sample(data.Inputs, network, i))], [.. batch.Select(i => data.Labels[i])]);
                loss.Evaluate();
                for (var i = 0; i < weights.Length; i++)
                {
                    weights[i] -= (float)training.LearningRate * loss.WeightGradient[i];
                }
            }
        }

        return new Observation
        {
            Network = network,
            Before = before,
            Step = [.. before.Zip(weights, (b, a) => b - a)],
            Samples = n,
            Threat = ThreatModel.C,
            Training = training,
            LearningRate = training.LearningRate,
            Normalisation = Images.Normalisation,
        };
    }

    /// <summary>Puts a point into a loss.</summary>
    public static void Set(IJointLoss<float> loss, float[] weights, float[] inputs, int[] labels)
    {
        weights.CopyTo(loss.Weights);
        inputs.CopyTo(loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            loss.Targets[(i * loss.Network.Classes) + labels[i]] = 1f;
        }
    }

    private static float[] Sample(float[] inputs, Network network, int i) => inputs[(i * network.Input.Size)..((i + 1) * network.Input.Size)];
}
