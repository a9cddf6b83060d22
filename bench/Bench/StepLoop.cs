using System.Diagnostics;
using System.Globalization;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.ZerothOrder;

namespace Federated.Bench;

/// <summary>
/// How much of a machine's step is not a forward pass: rounds of eight machines on one thread, every machine with weights of its own, all parameters
/// of a GPT on bytes.
/// </summary>
internal static class StepLoop
{
    private const int Machines = 8;

    private const int Rounds = 5;

    /// <summary>Measures and prints a line.</summary>
    /// <param name="width">of the GPT; 256 with 12 blocks has 9.6 million parameters</param>
    /// <param name="blocks">of the GPT</param>
    public static void Run(int width, int blocks)
    {
        var experiment = new Experiment
        {
            Task = TaskKind.Language,
            Data = new MailsOptions(),
            Model = new ModelOptions { Name = "byte-gpt", Width = width, Blocks = blocks },
            Partition = new IidPartitionOptions { Clients = Machines },
            Algorithm = new OneByteOptions(),
            Local = new LocalOptions { BatchSize = 8, LearningRate = 1e-6, LearningRateDecay = 1.0, WeightDecay = 0.0 },
        };
        using var task = ExperimentRun.Load(experiment, new DataLocations("", ""));
        var timed = new TimedTask(task);
        var genesis = task.InitialPoint();
        using var pool = new WorkerPool<ClientWorker<float>>(
            1, () => new ClientWorker<float>(timed, new ExchangedVectors { Down = [], Up = [] }, experiment.Local, genesis));
        var replicas = Enumerable.Range(0, Machines).ToDictionary(m => (ushort)m, _ => new Replica(Header(genesis), (float[])genesis.Clone()));
        var machine = new SharedSeedMachine(experiment.Seed, (OneByteOptions)experiment.Algorithm);
        var seconds = new List<(double Whole, double Forward)>();
        for (var t = 0; t <= Rounds; t++)
        {
            timed.Forward = TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            Round(pool, machine, replicas, t);
            seconds.Add((watch.Elapsed.TotalSeconds, timed.Forward.TotalSeconds));
        }

        // The first round makes buffers.
        var (whole, forward) = (seconds.Skip(1).Sum(round => round.Whole), seconds.Skip(1).Sum(round => round.Forward));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"step: {genesis.Length} parameters, N = {Machines}, 8 x 64 tokens: {whole / Rounds / Machines * 1e3:F1} ms a machine and round, {(whole - forward) / whole:P2} outside the two forward passes"));
    }

    private static LogHeader Header(float[] genesis) => new(20, new string('0', 64), genesis.Length, WeightHash.Of(genesis), new SealedScheme());

    private static void Round(WorkerPool<ClientWorker<float>> pool, SharedSeedMachine machine, Dictionary<ushort, Replica> replicas, int t)
    {
        var start = new RoundStart(t, [.. replicas.Keys], []);
        var proposals = new Proposal[Machines];
        pool.ForEach(Machines, static _ => { }, (worker, m) => proposals[m] = machine.Propose(worker.Objective, start, (ushort)m, replicas[(ushort)m]));
        var round = new SealedRound
        {
            Round = t,
            Alpha = SealedRound.StepSize(1e-6, Machines),
            Machines = [.. proposals.Select(proposal => new SealedBytes(proposal.Machine, proposal.Codes))],
        };
        foreach (var replica in replicas.Values)
        {
            replica.Offer(round);
        }
    }
}
