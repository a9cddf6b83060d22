using System.Diagnostics;
using System.Globalization;
using Federated.Learning.ZerothOrder;

namespace Federated.Bench;

/// <summary>What a machine that joins late does: applies every round of the log, on one thread.</summary>
internal static class ReplayLoop
{
    private const int Rounds = 1000;

    private const int Machines = 8;

    /// <summary>Measures and prints a line.</summary>
    /// <param name="dimension">d</param>
    public static void Run(int dimension)
    {
        var replica = new Replica(1, new float[dimension]);
        var rounds = Enumerable.Range(0, Rounds).Select(Sealed).ToArray();
        var watch = Stopwatch.StartNew();
        foreach (var round in rounds)
        {
            replica.Offer(round);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"replay: {Rounds} rounds x {Machines} machines x {dimension} parameters on one core in {watch.Elapsed.TotalSeconds:F2} s"));
    }

    private static SealedRound Sealed(int round) => new()
    {
        Round = round,
        Alpha = SealedRound.StepSize(1e-6, Machines),
        Machines = [.. Enumerable.Range(0, Machines).Select(m => new SealedBytes((ushort)m, [(byte)(1 + ((round + (17 * m)) % 127))]))],
    };
}
