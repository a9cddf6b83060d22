using System.Globalization;
using Federated.Attacks.Inversion;
using Federated.Learning.Experiments;

namespace Federated.Bench;

/// <summary>What gradient inversions get back: iDLG and DLG over 12 seeds; SME against plain gradient inversion and the unrolled attack over the number of steps.</summary>
internal static class InversionStudy
{
    private const int DlgSeeds = 12;
    private const int Samples = 8;
    private const double Success = 30.0;

    /// <summary>Runs the study and prints its tables.</summary>
    /// <param name="seeds">of the comparison over steps</param>
    public static void Run(ulong[] seeds)
    {
        Dlg();
        var table = new StudyTable(
            $"Mean PSNR in dB over {seeds.Length} seeds, {Samples} images of {Samples} classes, batches of 4, cnn-mean, 400 iterations",
            "IG at w0",
            "IG at wT",
            "SME",
            "alpha",
            "SME, alpha fixed at 0.5",
            "DLFA",
            "seconds, SME",
            "seconds, DLFA");
        (ulong Seed, int Steps, double Rate)[] runs = [.. new[] { (10, 0.004), (50, 0.004), (100, 0.004), (100, 0.02) }
            .SelectMany(setting => seeds.Select(seed => (seed, setting.Item1, setting.Item2)))];
        var figures = new double[runs.Length][];
        // Two at a time; the seconds of both attacks are taken under this load alike.
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => figures[i] = Steps(runs[i].Seed, runs[i].Steps, runs[i].Rate));
        for (var i = 0; i < runs.Length; i++)
        {
            table.Add(string.Create(CultureInfo.InvariantCulture, $"T = {runs[i].Steps}, lr {runs[i].Rate}"), figures[i]);
        }

        table.Print();
    }

    private static void Dlg()
    {
        Console.WriteLine($"\nPSNR in dB over {DlgSeeds} seeds, one image each, lenet-sigmoid, L-BFGS without a line search\n");
        Console.WriteLine("| attack | outer steps | restarts | PSNR of each seed | above 30 dB | labels right | evaluations |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, iterations, restarts, search) in new[]
        {
            ("idlg", 20, 1, LineSearch.None), ("idlg", 40, 3, LineSearch.None), ("idlg", 20, 1, LineSearch.StrongWolfe), ("dlg", 30, 1, LineSearch.None), ("dlg", 40, 3, LineSearch.None),
        })
        {
            var attack = InversionCatalogue.Find(name);
            var (psnr, right, evaluations) = (new List<double>(), 0, 0L);
            for (var seed = 1; seed <= DlgSeeds; seed++)
            {
                var victim = StudyVictim.Gradient("lenet-sigmoid", (ulong)seed, [seed]);
                var options = attack.Defaults with { Iterations = iterations, Restarts = restarts, LineSearch = search, Seed = (ulong)seed };
                var result = attack.Run(victim.Observation with { Labels = null }, options, null, default);
                psnr.Add(victim.Psnr(result));
                right += result.Labels[0] == victim.Observation.Labels![0] ? 1 : 0;
                evaluations += result.Evaluations;
            }

            var each = string.Join(" ", psnr.Select(value => value.ToString("F0", CultureInfo.InvariantCulture)));
            var title = search is LineSearch.StrongWolfe ? $"{name}, strong Wolfe" : name;
            Console.WriteLine($"| {title} | {iterations} | {restarts} | {each} | {psnr.Count(value => value > Success)} of {DlgSeeds} | {right} of {DlgSeeds} | {evaluations / DlgSeeds} |");
        }
    }

    private static double[] Steps(ulong seed, int steps, double rate)
    {
        var training = new LocalOptions { Epochs = steps * 4 / Samples, BatchSize = 4, LearningRate = rate, WeightDecay = 0.0, ClipNorm = double.PositiveInfinity };
        var victim = StudyVictim.Update("cnn-mean", seed, Samples, training);
        var (atStart, _, _) = Surrogate(victim, seed, 0.0, 0.001);
        var (atEnd, _, _) = Surrogate(victim, seed, 1.0, 0.001);
        var (between, alpha, seconds) = Surrogate(victim, seed, 0.5, 0.001);
        var (middle, _, _) = Surrogate(victim, seed, 0.5, 0.0);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var dlfa = InversionCatalogue.Find("dlfa");
        var unrolled = victim.Psnr(dlfa.Run(victim.Observation, dlfa.Defaults with { Seed = seed }, null, default));
        return [atStart, atEnd, between, alpha, middle, unrolled, seconds, watch.Elapsed.TotalSeconds];
    }

    private static (double Psnr, double Alpha, double Seconds) Surrogate(StudyVictim victim, ulong seed, double alpha, double beta)
    {
        var sme = InversionCatalogue.Find("sme");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = sme.Run(victim.Observation, sme.Defaults with { Seed = seed, Sme = new SmeOptions { Alpha0 = alpha, Beta = beta } }, null, default);
        return (victim.Psnr(result), result.Alpha!.Value, watch.Elapsed.TotalSeconds);
    }
}
