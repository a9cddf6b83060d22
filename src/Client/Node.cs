using System.Security.Cryptography;
using Federated.Learning;
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

    /// <summary>By what the coordinator recognises a node that comes back with a token that is used once.</summary>
    private readonly ByteString _credential = UnsafeByteOperations.UnsafeWrap(
        options.Credential.IsEmpty ? RandomNumberGenerator.GetBytes(SecretHash.CredentialBytes) : options.Credential);

    /// <summary>Works until the run is over.</summary>
    /// <exception cref="InputException">The coordinator does not let this node in.</exception>
    /// <exception cref="RunFailedException">The run failed, or the coordinator stays away.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var channel = OpenChannel();
        var threads = new WorkerThreads(options.Slots);
        Trainee? trainee = null;
        try
        {
            long? lost = time.GetTimestamp();
            var pause = _firstPause;
            while (true)
            {
                try
                {
                    var client = new Device.DeviceClient(channel);
                    var reply = await client.JoinAsync(Introduction(), cancellationToken: cancellation);
                    NodeLog.Joined(log, options.Coordinator, options.Name, options.Slots);
                    trainee = Prepare(trainee, reply);
                    (pause, lost) = (_firstPause, null);
                    using var scope = NodeLog.Stay(log, trainee.Experiment.Name, options.Name);
                    using var session = new NodeSession(client, new Log.LogClient(channel), reply, trainee, threads, log);
                    if (await session.RunAsync(cancellation) is { } finished)
                    {
                        if (finished.Error.Length > 0)
                        {
                            throw new RunFailedException(finished.Error);
                        }

                        return;
                    }
                }
                catch (RpcException) when (cancellation.IsCancellationRequested)
                {
                    throw new OperationCanceledException(cancellation);
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

                    NodeLog.Unreachable(log, error.Status.Detail, pause.TotalSeconds);
                    pause = await Wait(pause, cancellation);
                }
            }
        }
        finally
        {
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

    private JoinRequest Introduction() => new()
    {
        Version = ProtocolVersion.Current,
        Name = options.Name,
        Token = options.Token ?? "",
        Slots = options.Slots,
        Credential = _credential,
    };

    private Trainee Prepare(Trainee? old, JoinReply reply)
    {
        if (old?.Text == reply.Experiment)
        {
            return old;
        }

        old?.Dispose();
        var trainee = new Trainee(reply.Experiment, reply.Model, options);
        if (trainee.Split == reply.Partition || reply.Partition.Length == 0)
        {
            return trainee;
        }

        trainee.Dispose();
        throw new InputException("the split made here gives clients other samples than the coordinator's; expected the same: data sets, partition files and versions must be alike");
    }

    /// <summary>Waits with jitter: nodes that lost the same coordinator do not all come back at once.</summary>
    private async Task<TimeSpan> Wait(TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0)), time, cancellation);
        return TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, options.LongestPause.Ticks));
    }
}
