using System.Globalization;

namespace Federated.Bench;

/// <summary>What MeZO does besides its two forward passes, in PyTorch: passes over the parameters that regenerate seeded normals.</summary>
internal static class Mezo
{
    private const string Script = """
        import sys, time, torch
        torch.set_num_threads(1)
        d = int(sys.argv[1])
        x = torch.zeros(d)
        def add(seed, scale):
            torch.manual_seed(seed)
            z = torch.normal(mean=0, std=1, size=x.shape)
            x.add_(z, alpha=scale)
        def step():
            for scale in (1e-3, -2e-3, 1e-3): add(1, scale)
            add(1, 1e-9)
        def replay():
            for m in range(8): add(m, 1e-9)
        for f in (step, replay):
            f(); times = []
            for _ in range(5):
                t = time.perf_counter(); f(); times.append(time.perf_counter() - t)
            print(sorted(times)[2])
        """;

    /// <summary>Prints how much longer PyTorch takes.</summary>
    /// <param name="python">the interpreter</param>
    /// <param name="dimension">d</param>
    /// <param name="step">seconds of two perturbations and an update</param>
    /// <param name="replay">seconds of an update by eight machines</param>
    public static void Compare(string python, int dimension, double step, double replay)
    {
        var seconds = PythonScript.Run(python, Script, $"{dimension}");
        Console.WriteLine("| work | PyTorch, ms | ours, ms | faster by |\n|---|---|---|---|");
        Print("step without forwards", seconds[0], step);
        Print("replay of eight machines", seconds[1], replay);
    }

    private static void Print(string work, double theirs, double ours) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {work} | {theirs * 1e3:F1} | {ours * 1e3:F2} | {theirs / ours:F0} |"));
}
