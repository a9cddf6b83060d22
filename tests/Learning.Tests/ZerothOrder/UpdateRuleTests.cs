using CsCheck;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Rules other than one step after the other.</summary>
public sealed class UpdateRuleTests
{
    private static readonly SealedRound[] _rounds = [.. Rounds.Golden().Select(round => round with { Alpha = 1e-7f })];

    private static readonly SealedScheme _accumulated = new() { Update = UpdateForm.Accumulated };

    [Fact]
    public void Accumulated_rounds_are_one_sum_from_the_first_weights()
    {
        var replica = Replica(_accumulated);
        replica.Offer(_rounds);
        var start = Reference.Start();
        var sums = new long[start.Length];
        foreach (var sample in _rounds.SelectMany(round => _accumulated.Contributions(Reference.Key, round)))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += sample.P * Reference.Sign(sample.Direction, i);
            }
        }

        Assert.Equal(sums.Select((sum, i) =>
        {
            var step = 1e-7f * (float)sum;
            return start[i] - step;
        }), replica.Theta.ToArray());
    }

    /// <summary>The same set of samples, dealt to rounds in another order, ends alike: sums do not know when they came.</summary>
    [Fact]
    public void Accumulated_weights_depend_on_the_set_of_samples_only()
    {
        var end = Replica(_accumulated);
        end.Offer(_rounds);
        Gen.Shuffle(_rounds).Sample(
            order =>
            {
                var rule = UpdateRule.Create(Rounds.Header with { Scheme = _accumulated }, Reference.Start());
                var theta = Reference.Start();
                foreach (var part in order.Chunk(13))
                {
                    rule.Apply(part, theta, threads: 2);
                }

                Assert.Equal(end.Hash(), WeightHash.Of(theta));
            },
            iter: 5,
            threads: 1);
    }

    [Theory]
    [InlineData(DirectionKind.Rademacher)]
    [InlineData(DirectionKind.Gaussian)]
    public void Candidates_rebuilt_from_their_sums_are_the_sequence(DirectionKind kind)
    {
        var scheme = _accumulated with { Candidates = 5, Directions = kind };
        var (one, all) = (Replica(scheme), Replica(scheme));
        foreach (var round in _rounds)
        {
            one.Offer(round);
        }

        all.Offer(_rounds);
        Assert.Equal(one.Hash(), all.Hash());
        Assert.Equal(5, _rounds.SelectMany(round => scheme.Contributions(Reference.Key, round)).DistinctBy(sample => sample.Direction).Count());
    }

    [Fact]
    public void A_copy_goes_on_like_its_original_and_does_not_touch_it()
    {
        foreach (var scheme in new[] { new SealedScheme(), _accumulated, AdaMu })
        {
            var original = Replica(scheme);
            original.Offer(Prepared(scheme)[..30]);
            var (copy, before) = (original.Copy(threads: 3), original.Hash());
            copy.Offer(Prepared(scheme)[30..]);
            Assert.Equal(before, original.Hash());
            original.Offer(Prepared(scheme)[30..]);
            Assert.Equal(copy.Hash(), original.Hash());
        }
    }

    [Fact]
    public void A_rule_with_state_cannot_begin_in_the_middle() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Replica(Rounds.Header with { Scheme = _accumulated }, Reference.Start(), 5));

    /// <summary>The paper's equations, one parameter at a time.</summary>
    [Fact]
    public void ZO_AdaMU_moves_as_its_equations_say()
    {
        var replica = Replica(AdaMu);
        var (theta, mean) = (Reference.Start(), new float[4096]);
        var (z1, z2, point) = (new float[4096], new float[4096], new float[4096]);
        foreach (var round in Prepared(AdaMu)[..3])
        {
            var (a, b1, b2) = (round.Coefficients[0], round.Coefficients[1], round.Coefficients[2]);
            DirectionKernels.Numbers(AdaMu.Direction(Reference.Key, round.Round, 0, 0), 0, z1);
            DirectionKernels.Numbers(AdaMu.Direction(Reference.Key, round.Round, 0, 1), 0, z2);
            replica.Perturb(new RoundStart(round.Round, [0], round.Coefficients), 0, 0, 0.5f, point);
            var p = AdaMu.Contributions(Reference.Key, round).Sum(sample => sample.P) * (double)round.Alpha;
            for (var i = 0; i < theta.Length; i++)
            {
                var fresh = Math.Sqrt(a) * z1[i];
                var around = mean[i] + (Math.Sqrt(1 - a) * z2[i]);
                var m = (b1 * fresh) + ((1 - b1) * around);
                var v = (b2 * fresh * fresh) + ((1 - b2) * around * around);
                Assert.Equal(theta[i] + (0.5 * m), point[i], 1e-5);
                theta[i] -= (float)(p * m / Math.Sqrt(v + 1e-8));
                mean[i] = (float)m;
            }

            replica.Offer(round);
            Assert.All(theta, (x, i) => Assert.Equal(x, replica.Theta[i], 1e-4));
        }
    }

    [Fact]
    public void Coefficients_stay_at_one_and_end_at_their_values()
    {
        var options = new ZoAdaMuOptions { AnnealFrom = 10, AnnealTo = 20 };
        Assert.Equal([1f, 1f, 1f], options.Coefficients(11));
        Assert.Equal([0.5f, 0.9f, 0.01f], options.Coefficients(21));
        Assert.Equal(0.75, options.Coefficients(16)[0], 1e-6);
        Assert.All(options.Coefficients(15), coefficient => Assert.InRange(coefficient, 0.01f, 1f));
    }

    private static SealedScheme AdaMu => new ZoAdaMuOptions().CreateScheme();

    private static SealedRound[] Prepared(SealedScheme scheme) => scheme.Update == UpdateForm.AdaMu
        ? [.. _rounds.Select(round => round with { Coefficients = [0.6f, 0.8f, 0.3f] })]
        : _rounds;

    private static Replica Replica(SealedScheme scheme) => new(Rounds.Header with { Scheme = scheme }, Reference.Start());
}
