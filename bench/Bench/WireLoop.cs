using System.Diagnostics;
using System.Globalization;
using Federated.Coordinator;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Task = System.Threading.Tasks.Task;

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
        var folder = Directory.CreateTempSubdirectory();
        await using var host = await CoordinatorHost.StartAsync(
            new CoordinatorOptions { Listen = new Uri("http://127.0.0.1:0") }, TimeProvider.System, NullLoggerFactory.Instance);
        var vectors = new ExchangedVectors { Down = ["x"], Up = ["x"] };
        var experiment = new Experiment { Algorithm = new FedAvgOptions() };
        var port = host.Transport.Clients(
            new RunContext(experiment, new EmptyTask(model.Length, clients), folder.FullName), vectors, new ClientStateStore<float>([], model.Length));
        using var end = new CancellationTokenSource();
        var nodes = Enumerable.Range(0, clients).Select(_ => Node(host.Address, model, end.Token)).ToArray();
        using var raw = new RawCopy(megabytes << 20, clients);
        var rates = new List<(Pass Raw, Pass Grpc)>();
        for (var round = 1; round <= Rounds; round++)
        {
            var (copied, sent) = (await Time(raw.RunAsync), await Time(() => Task.Run(() => Train(port, model, clients, round))));
            rates.Add((copied, sent));
        }

        await end.CancelAsync();
        await host.FinishAsync(CoordinatorEnd.Done, "");
        await Task.WhenAll(nodes);
        folder.Delete(recursive: true);
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

    private static void Train(IClientPort<float> port, float[] model, int clients, int round) =>
        port.Train(new RoundTask<float>(round, [.. Enumerable.Range(0, clients)], 0.1, [model]), new Nothing(), CancellationToken.None);

    private static async Task Node(Uri address, float[] model, CancellationToken end)
    {
        var bytes = new FloatBytes(model).Memory;
        using var channel = GrpcChannel.ForAddress(address);
        var client = new Device.DeviceClient(channel);
        var reply = await client.JoinAsync(new JoinRequest { Version = ProtocolVersion.Current, Name = "bench", Slots = 1 }, cancellationToken: end);
        using var call = client.Tasks(new TasksRequest { Session = reply.Session }, cancellationToken: end);
        var hash = Framing.Hash(bytes.Span);
        try
        {
            await foreach (var news in call.ResponseStream.ReadAllAsync(end))
            {
                if (news.Task is { } task)
                {
                    using var submit = client.Submit(cancellationToken: end);
                    var header = new SubmitHeader { Session = reply.Session, Lease = task.Lease, Steps = 1, Finite = true, Up = bytes.Length, Sha256 = hash };
                    await submit.RequestStream.WriteAsync(new SubmitRequest { Header = header }, end);
                    foreach (var chunk in Framing.Chunks(bytes, 0))
                    {
                        await submit.RequestStream.WriteAsync(new SubmitRequest { Chunk = chunk }, end);
                    }

                    await submit.RequestStream.CompleteAsync();
                    await submit.ResponseAsync;
                }
            }
        }
        catch (RpcException) when (end.IsCancellationRequested)
        {
        }
    }

    /// <summary>Megabytes per second, and per second that a core worked: that one does not depend on who else is on the machine.</summary>
    private readonly record struct Pass(double Rate, double RatePerCore);

    private sealed class Nothing : IUpdateSink<float>
    {
        public void Add(int position, in ClientUpdate<float> update)
        {
        }

        public void Drop(int position, int client)
        {
        }
    }
}
