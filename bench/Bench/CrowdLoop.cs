using System.Diagnostics;
using System.Globalization;
using Federated.Learning.Rounds;
using Task = System.Threading.Tasks.Task;

namespace Federated.Bench;

/// <summary>What a crowd of nodes costs a coordinator: nodes are in another process, so that what this one uses is the coordinator's.</summary>
internal static class CrowdLoop
{
    private const int JoinAtOnce = 64;
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(20);

    /// <summary>Memory and work of the coordinator for each node that is connected and has nothing to do.</summary>
    /// <param name="nodes">number of nodes, each with a connection of its own</param>
    public static async Task IdleAsync(int nodes)
    {
        await using var bed = await CoordinatorBed.StartAsync(floats: 1, clients: 1);
        await using var first = await Crowd.StartAsync(bed.Address, floats: 1, nodes: 10);
        await bed.RoundAsync(new NoSink());
        await Task.Delay(_settled / 4);
        var before = Resident();

        await using var crowd = await Crowd.StartAsync(bed.Address, floats: 1, nodes);
        var full = Resident();
        await Task.Delay(_settled / 2);
        var settled = Resident();
        var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Task.Delay(_settled);
        var busy = (Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed;
        var round = Stopwatch.StartNew();
        await bed.RoundAsync(new NoSink());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{nodes} idle nodes: {(full - before) / nodes / 1024.0:F1} KiB each when they had joined, {(settled - before) / nodes / 1024.0:F1} KiB settled; heartbeats keep {busy:P1} of a core busy; a round among them takes {round.Elapsed.TotalMilliseconds:F1} ms"));
    }

    /// <summary>Peak memory of the coordinator for a cohort, each client with a node of its own.</summary>
    /// <param name="megabytes">of a model</param>
    /// <param name="clients">clients of a round</param>
    public static async Task MemoryAsync(int megabytes, int clients)
    {
        var floats = megabytes << 18;
        await using var bed = await CoordinatorBed.StartAsync(floats, clients);
        await using var crowd = await Crowd.StartAsync(bed.Address, floats, clients);
        var before = Resident();
        for (var round = 0; round < 3; round++)
        {
            await bed.RoundAsync(new CohortSum<float>(["x"], floats));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clients} clients of {megabytes} MiB: {before >> 20} MiB before the first round, {process.PeakWorkingSet64 >> 20} MiB at most"));
    }

    /// <summary>Nodes of the other process: says on its output when all have joined.</summary>
    /// <param name="coordinator">whom for</param>
    /// <param name="floats">of the vector that each sends</param>
    /// <param name="nodes">number of nodes</param>
    public static async Task WorkAsync(Uri coordinator, int floats, int nodes)
    {
        var model = new float[floats];
        using var joining = new SemaphoreSlim(JoinAtOnce);
        using var all = new CountdownEvent(nodes);
        var working = Enumerable.Range(0, nodes).Select(async _ =>
        {
            await joining.WaitAsync();
            await BenchNode.RunAsync(coordinator, model, () =>
            {
                joining.Release();
                all.Signal();
            });
        }).ToArray();
        await Task.Run(all.Wait);
        Console.WriteLine("joined");
        await Task.WhenAll(working);
    }

    /// <summary>Bytes in memory after everything that is not used is gone.</summary>
    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
