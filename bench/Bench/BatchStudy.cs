using Federated.Attacks.Inversion;

namespace Federated.Bench;

/// <summary>What larger batches hide: one gradient of more and more images, attacked with their classes told and without.</summary>
internal static class BatchStudy
{
    private const int Iterations = 1000;

    /// <summary>Runs the study and prints its table.</summary>
    /// <param name="seeds">of weights and images</param>
    public static void Run(ulong[] seeds)
    {
        var table = new StudyTable(
            $"PSNR in dB of IG against one gradient, cnn-mean, {Iterations} iterations, {seeds.Length} seeds",
            "classes told: mean",
            "worst image",
            "classes recovered: mean",
            "worst image",
            "classes right, %");
        foreach (var size in new[] { 1, 2, 4, 8, 16, 32, 64 })
        {
            var figures = new double[seeds.Length][];
            Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => figures[i] = Attack(seeds[i], size));
            foreach (var each in figures)
            {
                table.Add(size == 1 ? "1 image" : $"{size} images", each);
            }
        }

        table.Print();
    }

    private static double[] Attack(ulong seed, int size)
    {
        var victim = StudyVictim.Gradient("cnn-mean", seed, Enumerable.Range((int)seed * 100, size));
        var attack = InversionCatalogue.Find("ig");
        var options = attack.Defaults with { Iterations = Iterations, Seed = seed, Workers = 1 };
        var told = victim.Score(attack.Run(victim.Observation, options, null, default));
        var recovered = victim.Score(attack.Run(victim.Observation with { Labels = null }, options, null, default));
        return [told.Psnr.Mean, told.Worst.Psnr, recovered.Psnr.Mean, recovered.Worst.Psnr, 100.0 * recovered.LabelAccuracy];
    }
}
