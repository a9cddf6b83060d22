using System.Diagnostics;
using System.Globalization;

namespace Federated.Bench;

/// <summary>
/// How fast updates get to a coordinator over loopback: every client submits a model a round and trains nothing, beside a raw copy of the same bytes
/// over as many TCP connections.
/// </summary>
internal static class WireLoop
{
    /// <summary>The first of each is not counted.</summary>
    private const int Rounds = 7;

    /// <summary>Measures both in turn and prints a line.</summary>
    /// <param name="megabytes">of a model</param>
    /// <param name="clients">number of clients</param>
    public static async Task RunAsync(int megabytes, int clients)
    {
        var model = new float[megabytes << 18];
        Array.Fill(model, 1.0f);
        var bed = await CoordinatorBed.StartAsync(model.Length, clients);
        var nodes = Enumerable.Range(0, clients).Select(_ => BenchNode.RunAsync(bed.Address, model, static () => { })).ToArray();
        using var raw = new RawCopy(megabytes << 20, clients);
        var rates = new List<(Pass Raw, Pass Grpc)>();
        for (var round = 1; round <= Rounds; round++)
        {
            rates.Add((await Time(raw.RunAsync), await Time(() => bed.RoundAsync(new NoSink()))));
        }

        await bed.DisposeAsync();
        await Task.WhenAll(nodes);
        Print(rates.Skip(1), megabytes, clients);

        async Task<Pass> Time(Func<Task> work)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await work();
            var megabytesSent = (double)clients * model.Length * sizeof(float) / 1e6;
            return new Pass(megabytesSent / watch.Elapsed.TotalSeconds, megabytesSent / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
    }

    private static void Print(IEnumerable<(Pass Raw, Pass Grpc)> rates, int megabytes, int clients)
    {
        foreach (var (raw, grpc) in rates)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"TCP {raw.Rate:F0} MB/s, gRPC {grpc.Rate:F0} MB/s, {grpc.Rate / raw.Rate:F2} of it; per second of a core {raw.RatePerCore:F0} and {grpc.RatePerCore:F0} MB, {grpc.RatePerCore / raw.RatePerCore:F2} of it"));
        }

        var ratios = rates.Select(pair => pair.Grpc.Rate / pair.Raw.Rate).Order().ToArray();
        var perCore = rates.Select(pair => pair.Grpc.RatePerCore / pair.Raw.RatePerCore).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clients} clients, {megabytes} MiB each, {ratios.Length} pairs: median {ratios[ratios.Length / 2]:F2}, per core {perCore[perCore.Length / 2]:F2}; best against best {rates.Max(pair => pair.Grpc.Rate) / rates.Max(pair => pair.Raw.Rate):F2}"));
    }

    /// <summary>Megabytes per second, and per second that a core worked: that one does not depend on who else is on the machine.</summary>
    private readonly record struct Pass(double Rate, double RatePerCore);
}
