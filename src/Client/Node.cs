using System.Security.Cryptography;
using Federated.Client.Peers;
using Federated.Learning;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>
/// A node: joins a coordinator, works on what it is given, and comes back when the connection breaks, until the run is over.
/// </summary>
/// <param name="options">where, who, how much</param>
/// <param name="time">clock</param>
/// <param name="log">log of the node</param>
public sealed class Node(NodeOptions options, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a coordinator may take to hear that this node goes.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(5);

    private readonly VectorCache _vectors = new(capacity: 8);
    private OwnClient? _own;
    private string _session = "";

    /// <summary>By what the coordinator recognises a node that comes back with a token that is used once.</summary>
    private ByteString _credential = ByteString.Empty;

    /// <summary>Works until the run is over.</summary>
    /// <param name="stop">no new work is begun, and what was begun may take until <see cref="NodeOptions.Drain"/> has passed</param>
    /// <exception cref="InputException">The coordinator does not let this node in, or its folders cannot be used.</exception>
    /// <exception cref="RunFailedException">The run failed, or the coordinator stays away.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = stop.Register(() => patience.CancelAfter(options.Drain));
        using var state = options.StateFolder is { } folder ? NodeState.Open(folder, options.StateLimit, log) : null;
        using var channel = OpenChannel();
        var client = new Device.DeviceClient(channel);
        _own = options.Own is { } own ? new OwnClient { Client = own.Client, Samples = SampleFolder.Count(own.Folder) } : null;
        _session = state?.Session ?? "";
        _credential = UnsafeByteOperations.UnsafeWrap(state?.Credential() ?? RandomNumberGenerator.GetBytes(SecretHash.CredentialBytes));
        var threads = new WorkerThreads(options.Slots);
        Trainee? trainee = null;
        PeerListener? listener = null;
        try
        {
            long? lost = time.GetTimestamp();
            var pause = new Backoff(_firstPause, options.LongestPause, time);
            while (true)
            {
                try
                {
                    var reply = await client.JoinAsync(Introduction(), cancellationToken: stop);
                    _session = reply.Session;
                    state?.Session = _session;
                    NodeLog.Joined(log, options.Coordinator, options.Name, options.Slots);
                    trainee = await Prepare(client, trainee, reply, state);
                    pause.Reset();
                    lost = null;
                    using var scope = NodeLog.Stay(log, trainee.Experiment.Name, options.Name);
                    listener ??= await Listen(trainee);
                    var host = listener is null ? null : new GossipHost(client, new Gossip.GossipClient(channel), reply, trainee, listener, options, time, log);
                    using var session = new NodeSession(client, new Log.LogClient(channel), reply, trainee, _vectors, threads, host, log);
                    if (await session.RunAsync(stop, patience.Token) is { } finished)
                    {
                        await Leave(client);
                        if (finished.Error.Length > 0)
                        {
                            throw new RunFailedException(finished.Error);
                        }

                        return;
                    }
                }
                catch (RpcException) when (stop.IsCancellationRequested)
                {
                    throw new OperationCanceledException(stop);
                }
                catch (RpcException error) when (IsRefusal(error))
                {
                    throw new InputException($"{options.Coordinator}: {error.Status.Detail}", error);
                }
                catch (RpcException error)
                {
                    lost ??= time.GetTimestamp();
                    if (time.GetElapsedTime(lost.Value) > options.Patience)
                    {
                        throw new RunFailedException($"{options.Coordinator} was not reached for {options.Patience.TotalMinutes:F0} minutes: {error.Status.Detail}");
                    }

                    NodeLog.Unreachable(log, error.Status.Detail, pause.Next.TotalSeconds);
                    await pause.Wait(stop);
                }
            }
        }
        finally
        {
            await (listener?.DisposeAsync() ?? ValueTask.CompletedTask);

            // Slots belong to the threads: those end first.
            threads.Dispose();
            trainee?.Dispose();
        }
    }

    private static bool IsRefusal(RpcException error) =>
        error.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.PermissionDenied;

    private GrpcChannel OpenChannel() => GrpcChannel.ForAddress(options.Coordinator, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = 2 * Framing.LargestChunk,
        HttpHandler = options.Handler?.Invoke(),
        DisposeHttpClient = options.Handler is not null,
    });

    private JoinRequest Introduction()
    {
        var request = new JoinRequest
        {
            Version = ProtocolVersion.Current,
            Name = options.Name,
            Token = options.Token ?? "",
            Slots = options.Slots,
            Credential = _credential,
            Previous = _session,
        };
        if (_own is { } own)
        {
            request.Own.Add(own);
        }

        return request;
    }

    /// <summary>Other hosts find this one before it says where.</summary>
    private async Task<PeerListener?> Listen(Trainee trainee) =>
        trainee.Experiment.Algorithm is GossipAlgorithmOptions ? await PeerListener.StartAsync(options.Peers, options.Coordinator, time, log) : null;

    private async Task<Trainee> Prepare(Device.DeviceClient client, Trainee? old, JoinReply reply, NodeState? state)
    {
        if (old?.Text == reply.Experiment)
        {
            return old;
        }

        old?.Dispose();
        try
        {
            var trainee = new Trainee(reply, options, state);
            if (_own is null && reply.Partition.Length > 0 && trainee.Split != reply.Partition)
            {
                trainee.Dispose();
                throw new InputException("the split made here gives clients other samples than the coordinator's; expected the same: data sets, partition files and versions must be alike");
            }

            return trainee;
        }
        catch
        {
            await Leave(client);
            throw;
        }
    }

    /// <summary>Says that this node goes. A coordinator that does not hear it finds out by itself.</summary>
    private async Task Leave(Device.DeviceClient client)
    {
        try
        {
            await client.LeaveAsync(new LeaveRequest { Session = _session }, deadline: time.GetUtcNow().UtcDateTime + _farewell);
        }
        catch (RpcException error)
        {
            NodeLog.Unheard(log, error.Status.Detail);
        }
    }
}
