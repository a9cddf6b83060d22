using System.Globalization;
using Federated.Attacks.Inversion;
using Federated.Learning.Randomness;

namespace Federated.Bench;

/// <summary>What noise, pruning and quantisation of one gradient leave of the image, for an attacker who does not know of them and for one who knows the mask.</summary>
internal static class ResponseStudy
{
    private static readonly string[] _adaptive = ["objective=masked_cosine", "scale=100", "line_search=strong_wolfe"];

    /// <summary>Runs the study and prints its table.</summary>
    /// <param name="seeds">of weights, image and noise</param>
    public static void Run(ulong[] seeds)
    {
        var table = new StudyTable($"PSNR in dB of iDLG against one gradient, lenet-sigmoid, 20 outer steps, best of 3 restarts, {seeds.Length} seeds", "unaware", "masked cosine, strong Wolfe");
        foreach (var (title, defence) in Defences())
        {
            foreach (var seed in seeds)
            {
                var victim = StudyVictim.Gradient("lenet-sigmoid", seed, [(int)seed]);
                double Attack(params string[] overrides)
                {
                    var attack = InversionCatalogue.Find("idlg");
                    var options = InversionSettings.Read(attack, [.. overrides, "iterations=20", $"seed={seed}"]);
                    return victim.Psnr(attack.Run(victim.Observation with { Step = defence(victim.Observation.Step, seed) }, options, null, default));
                }

                table.Add(title, Attack(), Attack(_adaptive));
            }
        }

        table.Print();
    }

    private static IEnumerable<(string Title, Func<float[], ulong, float[]> Defence)> Defences()
    {
        yield return ("none", (g, _) => g);
        foreach (var variance in new[] { 1e-6, 1e-4, 1e-3, 1e-2 })
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"noise, variance {variance:0e0}"), (g, seed) => Noise(g, Math.Sqrt(variance), seed));
        }

        foreach (var share in new[] { 0.3, 0.5, 0.7, 0.9, 0.95 })
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"the smallest {share:P0} set to zero"), (g, _) => Prune(g, share));
        }

        foreach (var bits in new[] { 8, 4, 2 })
        {
            yield return ($"{bits} bit", (g, _) => Quantise(g, (1 << (bits - 1)) - 1));
        }
    }

    private static float[] Noise(float[] g, double deviation, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData);
        var noisy = new float[g.Length];
        for (var i = 0; i < g.Length; i++)
        {
            noisy[i] = g[i] + (float)(deviation * stream.NextGaussian());
        }

        return noisy;
    }

    private static float[] Prune(float[] g, double share)
    {
        var threshold = g.Select(Math.Abs).Order().ElementAt((int)(share * g.Length));
        return [.. g.Select(value => Math.Abs(value) < threshold ? 0f : value)];
    }

    private static float[] Quantise(float[] g, float levels)
    {
        var step = g.Max(Math.Abs) / levels;
        return [.. g.Select(value => MathF.Round(value / step) * step)];
    }
}
