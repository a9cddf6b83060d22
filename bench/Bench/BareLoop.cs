using System.Diagnostics;
using System.Globalization;
using Federated.Learning.Data;
using Federated.Learning.Data.Idx;
using Federated.Learning.Data.Partitioning;

namespace Federated.Bench;

/// <summary>
/// The same training without a framework: two threads, libtorch operations and a flat update, no engine, no keyed streams, no
/// checks, no files. What is between this and the product's speed is the price of the product.
/// </summary>
internal static class BareLoop
{
    private const int ClientsPerRound = 10;

    /// <summary>Trains and returns one line of JSON; the first round is discarded.</summary>
    public static string Run(string folder, string algorithm, int rounds)
    {
        var data = new DatasetCatalogue(new DataLocations(folder, folder))
            .Load(new FashionMnistOptions { Folder = folder }, seed: 1);
        var partition = Partitioner.Create(new DirichletPartitionOptions(), data, seed: 1);
        var threads = Environment.ProcessorCount;
        var workers = Enumerable.Range(0, threads).Select(_ => new BareWorker((ImageSet)data.Train, algorithm == "fedspeed")).ToArray();
        var x = workers[0].InitialPoint();
        var (seconds, steps) = (0.0, 0L);
        for (var round = 0; round <= rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var done = Round(workers, partition, x, round);
            if (round > 0)
            {
                (seconds, steps) = (seconds + watch.Elapsed.TotalSeconds, steps + done);
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"scenario": "fedavg_cnn28", "variant": "bare-{{algorithm}}-{{threads}}t", "steps_per_second": {{steps / seconds:F1}}, "rounds": {{rounds}}, "seconds": {{seconds:F3}}}""");
    }

    private static int Round(BareWorker[] workers, Partition partition, float[] x, int round)
    {
        var next = 0;
        var threads = workers.Select(worker =>
        {
            var thread = new Thread(() =>
            {
                worker.Reset();
                for (var i = Interlocked.Increment(ref next); i <= ClientsPerRound; i = Interlocked.Increment(ref next))
                {
                    worker.Train(partition[((round * ClientsPerRound) + i) % partition.Clients], x);
                }
            });
            thread.Start();
            return thread;
        }).ToArray();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        foreach (var worker in workers)
        {
            for (var j = 0; j < x.Length; j++)
            {
                x[j] += worker.Sum[j] / ClientsPerRound;
            }
        }

        return workers.Sum(worker => worker.Steps);
    }
}
