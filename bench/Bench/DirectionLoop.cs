using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Federated.Learning.Numerics;
using Federated.Learning.ZerothOrder;

namespace Federated.Bench;

/// <summary>
/// Perturbing and updating on one thread beside a plain pass x += c over the same vector, and beside the bookkeeping of MeZO in PyTorch where
/// there is one; interleaved.
/// </summary>
internal sealed unsafe class DirectionLoop : IDisposable
{
    private const int Repeats = 15;

    private readonly AlignedBuffer<float> _theta;
    private readonly AlignedBuffer<float> _scratch;

    public DirectionLoop(int dimension)
    {
        _theta = new AlignedBuffer<float>(dimension);
        _scratch = new AlignedBuffer<float>(dimension);
        _theta.Span.Fill(0.125f);
        _scratch.Span.Fill(0.125f);
    }

    /// <summary>Measures and prints a table.</summary>
    /// <param name="dimension">d</param>
    /// <param name="width">register width</param>
    /// <param name="python">a Python that has PyTorch; null: none</param>
    public static void Run(int dimension, LaneWidth width, string? python)
    {
        using var loop = new DirectionLoop(dimension);
        var contestants = new Dictionary<string, (int Samples, Action Run)>
        {
            ["x += c"] = (0, loop.Add),
            ["x + c, elsewhere"] = (0, loop.AddElsewhere),
            ["perturb into scratch"] = (1, () => loop.Perturb(DirectionKind.Rademacher, width, loop._scratch.Span)),
            ["perturb in place"] = (1, () => loop.Perturb(DirectionKind.Rademacher, width, loop._theta.Span)),
        };
        foreach (var n in new[] { 1, 4, 8, 32 })
        {
            contestants[$"update, N = {n}"] = (n, loop.Update(DirectionKind.Rademacher, width, n, 300));
        }

        contestants["update, N = 8, sums of 64 bits"] = (8, loop.Update(DirectionKind.Rademacher, width, 8, 1L << 40));
        foreach (var kind in new[] { DirectionKind.Binomial16, DirectionKind.Gaussian })
        {
            contestants[$"perturb into scratch, {kind}"] = (1, () => loop.Perturb(kind, width, loop._scratch.Span));
            contestants[$"update, N = 8, {kind}"] = (8, loop.Update(kind, width, 8, 300));
        }

        var median = Interleaved.Measure(contestants.ToDictionary(pair => pair.Key, pair => Timed(pair.Value.Run)), Repeats)
            .ToDictionary(pair => pair.Key, pair => pair.Value[Repeats / 2]);
        Console.WriteLine($"{dimension} parameters, one thread, {width}, median of {Repeats}");
        Console.WriteLine("| pass | ms | speed of x += c | G contributions/s |\n|---|---|---|---|");
        foreach (var (name, value) in median)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {value * 1e3:F2} | {median["x += c"] / value:F2} | {contestants[name].Samples * (double)dimension / value / 1e9:F1} |"));
        }

        if (python is not null)
        {
            var step = (2 * median["perturb into scratch"]) + median["update, N = 1"];
            Mezo.Compare(python, dimension, step, median["update, N = 8"]);
        }
    }

    public void Dispose()
    {
        _theta.Dispose();
        _scratch.Dispose();
    }

    private static Func<double> Timed(Action run) => () =>
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    };

    private void Perturb(DirectionKind kind, LaneWidth width, Span<float> to) =>
        DirectionKernels.Perturb(_theta.Span, 0, new Direction(1, 7, 3, 0) { Kind = kind }, 1e-3f, to, width);

    /// <summary>A round's step, from n machines whose P begin with a given one.</summary>
    private Action Update(DirectionKind kind, LaneWidth width, int n, long p)
    {
        var samples = Enumerable.Range(0, n).Select(m => new Contribution(new Direction(1, 7, (ushort)m, 0) { Kind = kind }, p + m)).ToArray();
        return () => DirectionKernels.Update(_theta.Span, 0, samples, 1e-12f, 1, width);
    }

    private void Add() => Add(_theta.Address);

    private void AddElsewhere() => Add(_scratch.Address);

    private void Add(float* to)
    {
        var c = Vector512.Create(1e-12f);
        for (var i = 0; i + 16 <= _theta.Length; i += 16)
        {
            (Vector512.LoadAligned(_theta.Address + i) + c).StoreAligned(to + i);
        }
    }
}
