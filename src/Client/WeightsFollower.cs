using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client;

/// <summary>Keeps a node's weights of a shared-seed run at the round that is asked for.</summary>
/// <param name="client">the coordinator's log</param>
/// <param name="session">identifies the node</param>
/// <param name="trainee">whose weights</param>
/// <param name="threads">where they are changed</param>
internal sealed class WeightsFollower(Log.LogClient client, string session, Trainee trainee, WorkerThreads threads) : IDisposable
{
    private readonly SemaphoreSlim _catchingUp = new(1, 1);

    /// <summary>Fetches and applies sealed rounds that the weights do not have.</summary>
    /// <param name="rounds">how many they shall have</param>
    /// <param name="cancellation">ends it</param>
    public async Task CatchUp(long rounds, CancellationToken cancellation)
    {
        await _catchingUp.WaitAsync(cancellation);
        try
        {
            // A coordinator that went back to a checkpoint asks again for rounds that these weights have already.
            if (trainee.NextSeal > rounds)
            {
                trainee.Forget();
            }

            while (trainee.NextSeal < rounds)
            {
                using var call = client.Seals(new SealsRequest { Session = session, From = trainee.NextSeal, Until = rounds }, cancellationToken: cancellation);
                var sealedRounds = new List<SealedRound>();
                await foreach (var seal in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    sealedRounds.Add(SealedRoundCodec.Decode(seal.Round.Span));
                }

                await threads.Run(() =>
                {
                    trainee.Apply(sealedRounds);
                    return true;
                });
            }
        }
        finally
        {
            _catchingUp.Release();
        }
    }

    /// <summary>Says what the weights are.</summary>
    public async Task Compare(Compare compare, CancellationToken cancellation)
    {
        if (compare.Rebuild)
        {
            trainee.Forget();
        }

        await CatchUp(compare.Rounds, cancellation);
        var hash = await threads.Run(trainee.Hash);
        await client.ReportAsync(new ReportRequest { Session = session, Rounds = compare.Rounds, Hash = hash }, cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _catchingUp.Dispose();
}
