using Federated.Learning.Gossip;

namespace Federated.Learning.Tests.Gossip.Hosting;

/// <summary>Keeps what a host says of its rounds.</summary>
internal sealed class KeptRounds : IHostedRounds<float>
{
    public List<HostedRound<float>> Rounds { get; } = [];

    public void Trained(int round, int node)
    {
    }

    public void Finished(HostedRound<float> round, CancellationToken cancellation) =>
        Rounds.Add(round with { Vectors = [.. round.Vectors.Select(vectors => Array.ConvertAll(vectors, vector => (float[])vector.Clone()))] });
}
