using CsCheck;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Rounds;

public sealed class CohortSumTests
{
    [Fact]
    public void Any_order_of_arrival_gives_the_same_bits() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 9], Gen.ULong).Sample((cohort, dimension, seed) =>
        {
            var updates = Updates(cohort, dimension, seed, _ => true);
            var order = Enumerable.Range(0, cohort).ToArray();
            var ascending = Sum(updates, order, dimension);
            new KeyedStream(seed, Purpose.Cohort).Shuffle<int>(order);
            var shuffled = Sum(updates, order, dimension);
            Assert.Equal(ascending.Mean("a").ToArray(), shuffled.Mean("a").ToArray());
            Assert.Equal(ascending.Mean("b").ToArray(), shuffled.Mean("b").ToArray());
            Assert.Equal(ascending.MeanLoss, shuffled.MeanLoss);
            Assert.Equal(ascending.NominalSteps, shuffled.NominalSteps);
        });

    [Fact]
    public void Means_are_those_of_the_vectors_in_double_precision()
    {
        var updates = Updates(3, 2, 1, _ => true);
        var sum = Sum(updates, [2, 0, 1], 2);
        float[] Expected(int at) =>
            [.. Enumerable.Range(at, 2).Select(i => (float)(updates.Sum(update => (double)update.Vectors.Span[i]) * (1.0 / 3.0)))];
        Assert.Equal(Expected(0), sum.Mean("a").ToArray());
        Assert.Equal(Expected(2), sum.Mean("b").ToArray());
        Assert.Equal(updates.Average(update => update.MeanLoss), sum.MeanLoss, 1e-15);
        Assert.Equal((3, 33L), (sum.Accepted, sum.Steps));
    }

    [Fact]
    public void A_cohort_without_its_stragglers_is_the_cohort_of_the_others() =>
        Gen.Select(Gen.Int[2, 12], Gen.Int[1, 5], Gen.ULong).Sample((cohort, dimension, seed) =>
        {
            var updates = Updates(cohort, dimension, seed, _ => true);
            var order = Enumerable.Range(0, cohort).ToArray();
            new KeyedStream(seed, Purpose.Cohort).Shuffle<int>(order);
            var late = order[..(cohort / 2)];
            var sum = new CohortSum<float>(["a", "b"], dimension);
            foreach (var position in order.Reverse())
            {
                if (late.Contains(position))
                {
                    sum.Drop(position, position);
                }
                else
                {
                    sum.Add(position, updates[position]);
                }
            }

            var others = updates.Where((_, position) => !late.Contains(position)).ToArray();
            var expected = Sum(others, [.. Enumerable.Range(0, others.Length)], dimension);
            Assert.Equal(expected.Mean("a").ToArray(), sum.Mean("a").ToArray());
            Assert.Equal((others.Length, expected.Steps), (sum.Accepted, sum.Steps));
            Assert.Equal(late.Order(), sum.Dropped.Order());
        });

    [Fact]
    public void Updates_that_are_not_finite_are_left_out_and_listed_in_order()
    {
        var updates = Updates(6, 3, 2, i => i is not (1 or 4));
        var sum = Sum(updates, [4, 5, 1, 3, 2, 0], 3);
        var without = new CohortSum<float>(["a", "b"], 3);
        var position = 0;
        foreach (var update in updates.Where(update => update.IsFinite))
        {
            without.Add(position++, update);
        }

        Assert.Equal([101, 104], sum.Rejected);
        Assert.Equal(4, sum.Accepted);
        Assert.Equal(without.Mean("b").ToArray(), sum.Mean("b").ToArray());
        Assert.Equal(without.MeanLoss, sum.MeanLoss);
        Assert.Equal(66, sum.Steps);
    }

    [Fact]
    public void A_reset_forgets_everything_even_updates_that_wait()
    {
        var updates = Updates(4, 3, 3, _ => true);
        var sum = Sum(updates, [0, 3, 2], 3);
        sum.Reset();
        Assert.Equal((0, 0L, 0.0, 0), (sum.Accepted, sum.Steps, sum.NominalSteps, sum.Rejected.Count));
        sum.Add(0, updates[1]);
        Assert.Equal(1, sum.Accepted);
        Assert.Equal(updates[1].Vectors[..3].ToArray(), sum.Mean("a").ToArray());
    }

    [Fact]
    public void An_update_that_waits_is_kept_although_its_memory_is_used_again()
    {
        var memory = new float[] { 1, 2 };
        var sum = new CohortSum<float>(["a"], 2);
        sum.Add(1, new(1, memory, 0, 1, 1, true));
        (memory[0], memory[1]) = (3, 4);
        sum.Add(0, new(0, memory, 0, 1, 1, true));
        Assert.Equal([2f, 3f], sum.Mean("a").ToArray());
    }

    [Fact]
    public void Threads_may_deliver_at_the_same_time()
    {
        var updates = Updates(64, 5, 4, i => i % 7 != 0);
        var expected = Sum(updates, [.. Enumerable.Range(0, 64)], 5).Mean("b").ToArray();
        for (var repetition = 0; repetition < 20; repetition++)
        {
            var sum = new CohortSum<float>(["a", "b"], 5);
            Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => sum.Add(i, updates[i]));
            Assert.Equal(expected, sum.Mean("b").ToArray());
        }
    }

    private static CohortSum<float> Sum(ClientUpdate<float>[] updates, int[] order, int dimension)
    {
        var sum = new CohortSum<float>(["a", "b"], dimension);
        foreach (var position in order)
        {
            sum.Add(position, updates[position]);
        }

        return sum;
    }

    private static ClientUpdate<float>[] Updates(int cohort, int dimension, ulong seed, Func<int, bool> finite)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData);

        // Magnitudes far apart: every order of additions gives other bits.
        float[] Vectors() => [.. Enumerable.Range(0, 2 * dimension).Select(_ => (float)(stream.NextGaussian() * Math.Exp(8 * stream.NextGaussian())))];
        return [.. Enumerable.Range(0, cohort).Select(i =>
            new ClientUpdate<float>(100 + i, Vectors(), stream.NextGaussian(), 11, 10.7 * stream.NextDouble(), finite(i)))];
    }
}
