using System.Globalization;
using Federated.Attacks.Influence;
using Federated.Attacks.Metrics;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using MathNet.Numerics.Statistics;

namespace Federated.Bench.Influence;

/// <summary>What I2F predicts beside what an attacker who matches the gradient really gets, over noise, pruning and directions. Prints tables.</summary>
internal sealed class InfluenceStudy(ulong[] seeds)
{
    private const int Images = 10;
    private const double Pixels = 196.0;

    private readonly PooledImages _images = new();

    /// <summary>Error against noise: size, and order of the images.</summary>
    public void Noise()
    {
        Console.WriteLine("| noise, deviation | predicted / actual | error of the predicted image | Spearman: eps 1e-6 | eps 1e-2 | eps 1 | lower bound | gradient's norm |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var deviation in new[] { 1e-5, 1e-4, 1e-3, 1e-2 })
        {
            var rows = seeds.Select(seed => OneLevel(seed, deviation)).ToArray();
            Console.WriteLine($"| {Text(deviation, "G")} | {string.Join(" | ", Enumerable.Range(0, 7).Select(c => Text(rows.Average(row => row[c]), c == 1 ? "F4" : c == 0 ? "F3" : "F2")))} |");
        }
    }

    /// <summary>Pruning as a perturbation: minus the smallest entries of the gradient.</summary>
    public void Pruning()
    {
        Console.WriteLine("| share pruned | predicted / actual, median | range | actual PSNR, dB: mean | highest |\n|---|---|---|---|---|");
        foreach (var share in new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9 })
        {
            var found = All(bed => bed.Predict(Pruned(bed.Gradient, share)));
            var ratios = found.Select(pair => pair.Predicted / pair.Actual).Order().ToArray();
            var psnr = found.Select(pair => PixelError.PeakSignalToNoise(pair.Actual * pair.Actual / Pixels)).ToArray();
            Console.WriteLine($"| {Text(share, "P0")} | {Text(ratios.Median(), "F3")} | {Text(ratios[0], "F2")} to {Text(ratios[^1], "F2")} | {Text(psnr.Average(), "F1")} | {Text(psnr.Max(), "F1")} |");
        }
    }

    /// <summary>The same norm along different directions.</summary>
    public void Directions()
    {
        const double Norm = 1e-2;
        Console.WriteLine("| noise of norm 1e-2 | predicted error | actual | times isotropic |\n|---|---|---|---|");
        var isotropic = Row("in all directions alike", 0.0, bed =>
        {
            var noise = PooledImages.Noise(1.0, bed.Gradient.Length, bed.Seed, 5000 + bed.Index);
            FlatVector.Scale<double>(noise, Norm / FlatVector.Norm<double>(noise), noise);
            return noise;
        });
        foreach (var k in new[] { 0, 49, 98, 147, 195 })
        {
            Row($"along singular direction {k + 1} of 196", isotropic, bed =>
            {
                var noise = bed.Spectrum.UpdateDirection(k);
                FlatVector.Scale<double>(noise, Norm, noise);
                return noise;
            });
        }

        foreach (var directions in new[] { 196, 100, 20 })
        {
            Row($"in the {directions} weakest", isotropic, bed =>
                WeakDirectionNoise.Draw(bed.Spectrum, directions, Norm, new KeyedStream(bed.Seed, Purpose.WeakDirectionNoise, lane: bed.Index)).Noise);
        }
    }

    private double Row(string name, double isotropic, Func<StudyImage, double[]> noise)
    {
        var found = All(bed => bed.Predict(noise(bed)));
        var (predicted, actual) = (Root(found.Select(pair => pair.Predicted)), Root(found.Select(pair => pair.Actual)));
        Console.WriteLine($"| {name} | {Text(predicted, "F4")} | {Text(actual, "F4")} | {(isotropic > 0.0 ? Text(actual / isotropic, "F2") : "1.00")} |");
        return actual;
    }

    /// <summary>Ratio, vector error, and rank correlations with the actual error.</summary>
    private double[] OneLevel(ulong seed, double deviation)
    {
        var (actual, vector, ratio) = (new List<double>(), new List<double>(), new List<double>());
        var scores = Enumerable.Range(0, 5).Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < Images; i++)
        {
            using var bed = new StudyImage(_images, seed, i);
            var delta = PooledImages.Noise(deviation, bed.Gradient.Length, seed, i);
            var found = bed.Predict(delta);
            actual.Add(found.Actual);
            vector.Add(found.VectorError);
            ratio.Add(found.Predicted / found.Actual);
            scores[0].Add(found.Predicted);
            scores[1].Add(bed.Estimate(delta, new InfluenceOptions { Eps = 1e-2 }));
            scores[2].Add(bed.Estimate(delta, new InfluenceOptions { Eps = 1.0 }));
            scores[3].Add(bed.Influence.LowerBound(delta));
            scores[4].Add(FlatVector.Norm<double>(bed.Gradient));
        }

        return [ratio.Average(), vector.Average(), .. scores.Select(score => Correlation.Spearman(score, actual))];
    }

    private List<StudyImage.Outcome> All(Func<StudyImage, StudyImage.Outcome> outcome)
    {
        var all = new List<StudyImage.Outcome>();
        foreach (var seed in seeds)
        {
            for (var i = 0; i < Images; i++)
            {
                using var bed = new StudyImage(_images, seed, i);
                all.Add(outcome(bed));
            }
        }

        return all;
    }

    private static double[] Pruned(double[] gradient, double share)
    {
        var threshold = gradient.Select(Math.Abs).Order().ElementAt((int)(share * gradient.Length));
        return [.. gradient.Select(g => Math.Abs(g) < threshold ? -g : 0.0)];
    }

    private static double Root(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
