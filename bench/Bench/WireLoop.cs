using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private const int Rounds = 5;

    /// <summary>Measures and prints two lines.</summary>
    /// <param name="megabytes">of a model</param>
    /// <param name="clients">number of clients</param>
    public static async Task RunAsync(int megabytes, int clients)
    {
        var model = new float[megabytes << 18];
        var raw = await Tcp(megabytes << 20, clients);
        var grpc = await Grpc(model, clients);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"TCP: {raw / 1e6:F0} MB/s; gRPC: {grpc / 1e6:F0} MB/s, {grpc / raw:F2} of it ({clients} clients, {megabytes} MiB each, best of {Rounds})"));
    }

    private static async Task<double> Grpc(float[] model, int clients)
    {
        var folder = Directory.CreateTempSubdirectory();
        await using var host = await CoordinatorHost.StartAsync(
            new CoordinatorOptions { Listen = new Uri("http://127.0.0.1:7199") }, TimeProvider.System, NullLoggerFactory.Instance);
        var vectors = new ExchangedVectors { Down = ["x"], Up = ["x"] };
        var experiment = new Experiment { Algorithm = new FedAvgOptions() };
        var port = host.Transport.Clients(
            new RunContext(experiment, new EmptyTask(model.Length, clients), folder.FullName), vectors, new ClientStateStore<float>([], model.Length));
        using var end = new CancellationTokenSource();
        var nodes = Enumerable.Range(0, clients).Select(_ => Node(host.Address, model, end.Token)).ToArray();
        var best = 0.0;
        for (var round = 1; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await Task.Run(() => port.Train(new RoundTask<float>(round, [.. Enumerable.Range(0, clients)], 0.1, [model]), new Nothing(), CancellationToken.None));
            best = Math.Max(best, (double)clients * model.Length * sizeof(float) / watch.Elapsed.TotalSeconds);
        }

        await end.CancelAsync();
        await host.FinishAsync(CoordinatorEnd.Done, "");
        await Task.WhenAll(nodes);
        folder.Delete(recursive: true);
        return best;
    }

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

    private static async Task<double> Tcp(int bytes, int clients)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var best = 0.0;
        var data = new byte[bytes];
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var sending = Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
                await client.GetStream().WriteAsync(data);
            })).ToArray();
            var receiving = Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[bytes]);
            })).ToArray();
            await Task.WhenAll([.. sending, .. receiving]);
            best = Math.Max(best, (double)clients * bytes / watch.Elapsed.TotalSeconds);
        }

        return best;
    }

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
