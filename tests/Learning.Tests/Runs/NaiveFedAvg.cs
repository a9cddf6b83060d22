using Federated.Learning.Data;
using Federated.Learning.Experiments;

namespace Federated.Learning.Tests.Runs;

/// <summary>FedAvg on logistic regression, written down again without any of the product's code, in float64.</summary>
internal sealed class NaiveFedAvg(ImageSet samples, LocalOptions local)
{
    /// <summary>x^t for t = 0, 1, ...</summary>
    public List<double[]> Run(float[] start, int[][] clients, int[][] cohorts)
    {
        var points = new List<double[]> { Array.ConvertAll(start, value => (double)value) };
        for (var round = 0; round < cohorts.Length; round++)
        {
            var eta = local.LearningRate * Math.Pow(local.LearningRateDecay, round);
            var next = new double[start.Length];
            foreach (var client in cohorts[round])
            {
                var x = Train(points[round], clients[client], eta);
                for (var j = 0; j < next.Length; j++)
                {
                    next[j] += x[j] / cohorts[round].Length;
                }
            }

            points.Add(next);
        }

        return points;
    }

    private double[] Train(double[] start, int[] indices, double eta)
    {
        var x = (double[])start.Clone();
        for (var epoch = 0; epoch < local.Epochs; epoch++)
        {
            foreach (var batch in indices.Chunk(local.BatchSize))
            {
                var g = Gradient(x, batch);
                var clip = Math.Min(1, local.ClipNorm / Math.Sqrt(g.Sum(value => value * value)));
                for (var j = 0; j < x.Length; j++)
                {
                    x[j] -= eta * ((clip * g[j]) + (local.WeightDecay * x[j]));
                }
            }
        }

        return x;
    }

    private double[] Gradient(double[] x, int[] batch)
    {
        var (n, classes) = (samples.Shape.Size, samples.Classes);
        var g = new double[x.Length];
        var pixels = new float[n];
        foreach (var index in batch)
        {
            samples.Gather([index], pixels);
            var logits = new double[classes];
            for (var c = 0; c < classes; c++)
            {
                logits[c] = x[(classes * n) + c];
                for (var j = 0; j < n; j++)
                {
                    logits[c] += x[(c * n) + j] * pixels[j];
                }
            }

            var total = logits.Sum(Math.Exp);
            for (var c = 0; c < classes; c++)
            {
                var d = ((Math.Exp(logits[c]) / total) - (c == samples.Labels[index] ? 1 : 0)) / batch.Length;
                g[(classes * n) + c] += d;
                for (var j = 0; j < n; j++)
                {
                    g[(c * n) + j] += d * pixels[j];
                }
            }
        }

        return g;
    }
}
