using System.Globalization;
using Federated.Attacks.Derivatives;
using Federated.Attacks.Influence;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using MathNet.Numerics.Statistics;

namespace Federated.Bench.Influence;

/// <summary>What first weights and training do to the error that noise causes: absolute noise, and noise in proportion to the gradient.</summary>
internal sealed class WeightStudy(ulong[] seeds)
{
    private const int Images = 10;
    private const int Batch = 25;
    private const double Rate = 0.5;

    private static readonly int[] _epochs = [0, 1, 2, 5, 10, 20, 40];

    private readonly PooledImages _images = new();

    /// <summary>Four distributions of first weights.</summary>
    public void Initialisations()
    {
        Console.WriteLine("| first weights | largest eigenvalue | gradient's norm | error per unit of noise: absolute | relative | by tensor |\n|---|---|---|---|---|---|");
        var families = new (string Name, Func<ParameterTensor, long, Initialiser> Rule)[]
        {
            ("U(-1, 1)", (_, _) => Initialiser.Uniform(1.0)),
            ("U(-0.5, 0.5)", (_, _) => Initialiser.Uniform(0.5)),
            ("U(-0.25, 0.25)", (_, _) => Initialiser.Uniform(0.25)),
            ("PyTorch's default", (_, fanIn) => Initialiser.FanIn(fanIn)),
        };
        foreach (var (name, rule) in families)
        {
            Console.WriteLine($"| {name} | {Row(seeds.Select(seed => Draw(seed, rule)))} |");
        }
    }

    /// <summary>Training by plain SGD from U(-0.5, 0.5).</summary>
    public void Training()
    {
        Console.WriteLine("| epoch | test accuracy | largest eigenvalue | gradient's norm | error per unit of noise: absolute | relative | by tensor |\n|---|---|---|---|---|---|---|");
        var runs = seeds.Select(seed => (Weights: PooledImages.Weights(seed), Seed: seed)).ToArray();
        var done = 0;
        foreach (var epoch in _epochs)
        {
            for (; done < epoch; done++)
            {
                foreach (var (weights, seed) in runs)
                {
                    Train(weights, seed, done);
                }
            }

            var accuracy = runs.Average(run => Accuracy(run.Weights));
            Console.WriteLine($"| {epoch} | {Text(100.0 * accuracy, "F1")} % | {Row(runs.Select(run => run.Weights))} |");
        }
    }

    /// <summary>Medians over images, geometric means over seeds.</summary>
    private string Row(IEnumerable<float[]> weights)
    {
        var columns = weights.Select(Columns).ToArray();
        return string.Join(" | ", Enumerable.Range(0, 5).Select(c => Text(Math.Exp(columns.Average(row => Math.Log(row[c]))), "G3")));
    }

    private double[] Columns(float[] weights)
    {
        var samples = Enumerable.Range(0, Images).Select(_images.Test).ToArray();
        float[] inputs = [.. samples.SelectMany(sample => sample.Image)];
        int[] labels = [.. samples.Select(sample => sample.Label)];
        IReadOnlyList<RiskScore> Rank(NoiseScale scale) => RiskScorer.Rank(PooledImages.Network, weights, inputs, labels, new RiskOptions { Scale = scale, Workers = 2 });
        var absolute = Rank(NoiseScale.Absolute);
        return
        [
            absolute.Select(score => score.LargestEigenvalue).Median(),
            absolute.Select(score => score.GradientNorm).Median(),
            absolute.Select(score => score.RmsePerUnitNoise).Median(),
            Rank(NoiseScale.Relative).Select(score => score.RmsePerUnitNoise).Median(),
            Rank(NoiseScale.RelativeByTensor).Select(score => score.RmsePerUnitNoise).Median(),
        ];
    }

    private static float[] Draw(ulong seed, Func<ParameterTensor, long, Initialiser> rule)
    {
        var weights = new float[PooledImages.Network.Layout.Dimension];
        var fanIn = 1L;
        foreach (var (tensor, i) in PooledImages.Network.Layout.Tensors.Select((tensor, i) => (tensor, i)))
        {
            // A bias has the bound of the weight before it.
            fanIn = tensor.Shape.Length > 1 ? tensor.Length / tensor.Shape[0] : fanIn;
            rule(tensor, fanIn).Fill(weights.AsSpan(tensor.Offset, tensor.Length), new KeyedStream(seed, Purpose.Initialisation, lane: i));
        }

        return weights;
    }

    private void Train(float[] weights, ulong seed, int epoch)
    {
        using var loss = JointLosses.Create<float>(PooledImages.Network, Batch);
        var order = Enumerable.Range(0, _images.Count).ToArray();
        var stream = new KeyedStream(seed, Purpose.BatchOrder, round: epoch);
        stream.Shuffle<int>(order);
        weights.CopyTo(loss.Weights);
        foreach (var batch in order.Chunk(Batch).Where(batch => batch.Length == Batch))
        {
            loss.Targets.Clear();
            for (var i = 0; i < Batch; i++)
            {
                var (image, label) = _images.Train(batch[i]);
                image.CopyTo(loss.Inputs[(i * image.Length)..]);
                loss.Targets[(i * PooledImages.Network.Classes) + label] = 1f;
            }

            loss.Evaluate();
            FlatVector.AddScaled(loss.Weights, -Rate, loss.WeightGradient);
        }

        loss.Weights.CopyTo(weights);
    }

    private double Accuracy(float[] weights)
    {
        const int Count = 1000;
        using var loss = JointLosses.Create<float>(PooledImages.Network, 1);
        weights.CopyTo(loss.Weights);
        loss.Targets[0] = 1f;
        var right = 0;
        for (var i = 0; i < Count; i++)
        {
            var (image, label) = _images.Test(i);
            image.CopyTo(loss.Inputs);
            loss.Evaluate();
            right += loss.Logits.ToArray().Index().MaxBy(pair => pair.Item).Index == label ? 1 : 0;
        }

        return right / (double)Count;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
