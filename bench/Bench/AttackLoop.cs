using System.Diagnostics;
using System.Globalization;
using Federated.Attacks.Inversion;

namespace Federated.Bench;

/// <summary>Iterations a second of gradient inversions, restarts on both cores, beside plain PyTorch loops of the same attacks; interleaved.</summary>
internal static class AttackLoop
{
    private const int Turns = 3;

    private static readonly (string Title, string Python, string Attack, string Model, int Samples, int Iterations)[] _subjects =
    [
        ("DLG, smooth LeNet, 1 image", "dlg", "dlg", "lenet-sigmoid", 1, 200),
        ("IG, cnn28, 1 image", "ig1", "ig", "cnn28", 1, 150),
        ("IG, cnn28, 8 images", "ig8", "ig", "cnn28", 8, 80),
        ("SME, cnn-mnist, 50 images", "sme", "sme", "cnn-mnist", 50, 10),
    ];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="python">a Python that has PyTorch; null: none</param>
    public static void Run(string? python)
    {
        Console.WriteLine($"iterations/s, median of {Turns}; an iteration is one evaluation with its derivative\n");
        Console.WriteLine("| attack | one worker | two workers | PyTorch, 1 thread | PyTorch, 2 threads | PyTorch, 2 processes | two workers : PyTorch's better threads | : 2 processes |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var subject in _subjects)
        {
            var contestants = new Dictionary<string, Func<double>>
            {
                ["one"] = () => Ours(subject.Attack, subject.Model, subject.Samples, subject.Iterations, 1),
                ["two"] = () => Ours(subject.Attack, subject.Model, subject.Samples, subject.Iterations, 2),
            };
            if (python is not null)
            {
                contestants["threads 1"] = () => PyTorch(python, subject.Python, subject.Iterations, 1);
                contestants["threads 2"] = () => PyTorch(python, subject.Python, subject.Iterations, 2);
                contestants["processes"] = () => Processes(python, subject.Python, subject.Iterations);
            }

            var rate = Interleaved.Measure(contestants, Turns).ToDictionary(pair => pair.Key, pair => 1.0 / pair.Value[Turns / 2]);
            Console.WriteLine(Row(subject.Title, rate));
        }
    }

    private static string Row(string title, Dictionary<string, double> rate)
    {
        string Cell(string name) => rate.TryGetValue(name, out var value) ? value.ToString("F0", CultureInfo.InvariantCulture) : "-";
        string Ratio(params string[] names) => names.All(rate.ContainsKey) ? (rate["two"] / names.Max(name => rate[name])).ToString("F1", CultureInfo.InvariantCulture) : "-";
        return $"| {title} | {Cell("one")} | {Cell("two")} | {Cell("threads 1")} | {Cell("threads 2")} | {Cell("processes")} | {Ratio("threads 1", "threads 2")} | {Ratio("processes")} |";
    }

    /// <summary>Seconds of an iteration.</summary>
    private static double Ours(string name, string model, int samples, int iterations, int workers)
    {
        var attack = InversionCatalogue.Find(name);
        var observation = StudyVictim.Gradient(model, 1, Enumerable.Range(2, samples)).Observation;
        observation = name == "sme" ? observation with { GradientScale = null } : observation;
        // An outer step of L-BFGS is about twenty evaluations; as many restarts as would keep a user's cores busy.
        var options = attack.Defaults with
        {
            Iterations = attack.Defaults.Optimizer is InversionOptimizer.Lbfgs ? iterations / 20 : iterations,
            Restarts = 2,
            Workers = workers,
        };
        var watch = Stopwatch.StartNew();
        var result = attack.Run(observation, options, null, default);
        return watch.Elapsed.TotalSeconds / result.Evaluations;
    }

    private static double PyTorch(string python, string attack, int iterations, int threads) =>
        PythonScript.RunFile(python, "attacks.py", attack, $"{iterations}", $"{threads}")[0] / iterations;

    private static double Processes(string python, string attack, int iterations)
    {
        var seconds = new double[2];
        Parallel.For(0, seconds.Length, i => seconds[i] = PyTorch(python, attack, iterations, 1));
        return seconds.Max() / seconds.Length;
    }
}
