using CsCheck;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>All machines end with the same weights, however their messages travelled.</summary>
public sealed class ReplicaTests
{
    private static readonly SealedRound[] _rounds = [.. Rounds.Golden()];

    private static readonly ulong _end = End(new Replica(Rounds.Header, Reference.Start()), _rounds);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void Threads_do_not_change_a_bit(int threads)
    {
        var theta = Enumerable.Range(0, 9001).Select(i => MathF.Sin(i)).ToArray();
        var one = End(new Replica(Rounds.Header, (float[])theta.Clone()), _rounds);
        Assert.Equal(one, End(new Replica(Rounds.Header, theta, threads: threads), _rounds));
    }

    [Fact]
    public void Late_repeated_and_shuffled_rounds_end_alike() => Gen.Shuffle(_rounds.Concat(_rounds.Take(30)).ToArray()).Sample(
        order => Assert.Equal(_end, End(new Replica(Rounds.Header, Reference.Start()), order)),
        iter: 10,
        threads: 1);

    [Fact]
    public void A_joiner_from_a_copy_and_the_rest_of_the_log_ends_alike()
    {
        var first = new Replica(Rounds.Header, Reference.Start());
        End(first, _rounds[..40]);
        Assert.Equal(_end, End(new Replica(Rounds.Header, first.Theta.ToArray(), first.Next), _rounds));
    }

    [Fact]
    public void Missing_rounds_are_named()
    {
        var replica = new Replica(Rounds.Header, Reference.Start());
        Assert.Equal(1, replica.Offer(_rounds[0]));
        Assert.Equal(0, replica.Offer(_rounds[5]));
        Assert.Equal(0, replica.Offer(_rounds[3]));
        Assert.Equal((1L, 3L, 2), (replica.Next, replica.MissingUntil, replica.Waiting));
        Assert.Equal(0, replica.Offer(_rounds[0]));
        Assert.Equal(1, replica.Offer(_rounds[1]));
        Assert.Equal(2, replica.Offer(_rounds[2]));
        Assert.Equal((4L, 5L), (replica.Next, replica.MissingUntil));
        Assert.Equal(2, replica.Offer(_rounds[4]));
        Assert.Null(replica.MissingUntil);
    }

    /// <summary>Dropping one round, or one flipped bit, does not stay hidden.</summary>
    [Fact]
    public void Drift_shows_in_the_hash()
    {
        var skipping = _rounds.Select(round => round.Round == 50 ? round with { Machines = [] } : round);
        Assert.NotEqual(_end, End(new Replica(Rounds.Header, Reference.Start()), skipping));
        var flipped = Reference.Start();
        flipped[1234] = -flipped[1234];
        Assert.NotEqual(_end, End(new Replica(Rounds.Header, flipped), _rounds));
    }

    /// <summary>A machine whose compiler fuses the step's multiplication and subtraction is found out.</summary>
    [Fact]
    public void A_fused_step_shows_in_the_hash()
    {
        var (fused, own) = (Reference.Start(), new Replica(Rounds.Header, Reference.Start()));
        foreach (var round in _rounds)
        {
            var samples = Rounds.Header.Scheme.Contributions(Reference.Key, round);
            for (var i = 0; i < fused.Length; i++)
            {
                fused[i] = MathF.FusedMultiplyAdd(-round.Alpha, samples.Sum(sample => sample.P * Reference.Sign(sample.Direction, i)), fused[i]);
            }

            own.Offer(round);
        }

        Assert.NotEqual(own.Hash(), WeightHash.Of(fused));
        Assert.All(fused, (x, i) => Assert.Equal(own.Theta[i], x, 1e-6));
    }

    [Fact]
    public void Weight_decay_multiplies_before_the_step()
    {
        var header = Rounds.Header with { Scheme = new SealedScheme { Samples = 3 } };
        var replica = new Replica(header, Reference.Start());
        replica.Offer(Rounds.Full(0));
        var samples = header.Scheme.Contributions(Reference.Key, Rounds.Full(0));
        Assert.Equal(Reference.Update(Reference.Start(), 0, samples, 1e-6f, 0.999f), replica.Theta.ToArray());
    }

    private static ulong End(Replica replica, IEnumerable<SealedRound> rounds)
    {
        foreach (var round in rounds)
        {
            replica.Offer(round);
        }

        Assert.Equal(0, replica.Waiting);
        return replica.Hash();
    }
}
