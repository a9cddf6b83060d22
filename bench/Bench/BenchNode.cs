using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace Federated.Bench;

/// <summary>A node that trains nothing: it sends the same vector for every task, until the run is over.</summary>
internal static class BenchNode
{
    /// <summary>Joins and works.</summary>
    /// <param name="coordinator">whom for</param>
    /// <param name="model">what it sends</param>
    /// <param name="joined">told when it listens for tasks</param>
    public static async Task RunAsync(Uri coordinator, float[] model, Action joined)
    {
        var bytes = new FloatBytes(model).Memory;
        var hash = Framing.Hash(bytes.Span);
        using var channel = GrpcChannel.ForAddress(coordinator);
        var client = new Device.DeviceClient(channel);
        var reply = await client.JoinAsync(new JoinRequest { Version = ProtocolVersion.Current, Name = "bench", Slots = 1 });
        using var end = new CancellationTokenSource();
        using var call = client.Tasks(new TasksRequest { Session = reply.Session });
        var beating = BeatAsync(client, reply, end.Token);
        joined();
        await foreach (var news in call.ResponseStream.ReadAllAsync())
        {
            if (news.Task is { } task)
            {
                var header = new SubmitHeader { Session = reply.Session, Lease = task.Lease, Steps = 1, NominalSteps = 1, Finite = true, Up = bytes.Length, Sha256 = hash };
                await SubmitAsync(client, header, bytes);
            }
        }

        await end.CancelAsync();
        await beating;
    }

    private static async Task SubmitAsync(Device.DeviceClient client, SubmitHeader header, ReadOnlyMemory<byte> bytes)
    {
        using var submit = client.Submit();
        await submit.RequestStream.WriteAsync(new SubmitRequest { Header = header });
        foreach (var chunk in Framing.Chunks(bytes, 0))
        {
            await submit.RequestStream.WriteAsync(new SubmitRequest { Chunk = chunk });
        }

        await submit.RequestStream.CompleteAsync();
        await submit.ResponseAsync;
    }

    private static async Task BeatAsync(Device.DeviceClient client, JoinReply reply, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(reply.LeaseSeconds) / 3, end);
                await client.HeartbeatAsync(new HeartbeatRequest { Session = reply.Session }, cancellationToken: end);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (RpcException)
        {
        }
    }
}
