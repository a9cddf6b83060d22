using System.Numerics;
using CsCheck;
using Federated.Learning.Numerics;
using Xunit;

namespace Federated.Learning.Tests.Numerics;

/// <summary>Vectorised passes against loops over single numbers, in both formats and for many lengths.</summary>
public abstract class FlatVectorTests<T>(double relative)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Gen<double> _number = Gen.Double[-4, 4];

    /// <summary>Lengths around every multiple of a vector register, and two that need many.</summary>
    private static readonly Gen<int> _length = Gen.OneOf(Gen.Int[0, 200], Gen.Const(1023), Gen.Const(4097));

    private static readonly Gen<(T[] U, T[] V, T[] W)> _vectors = _length.SelectMany(n =>
        Gen.Select(_number.Array[n], _number.Array[n], _number.Array[n]).Select((u, v, w) => (Round(u), Round(v), Round(w))));

    private readonly double _relative = relative;

    [Fact]
    public void Combining_two_is_what_a_loop_gives() =>
        Gen.Select(_vectors, _number, _number).Sample((x, a, b) =>
        {
            var actual = new T[x.U.Length];
            FlatVector.Combine<T>(actual, a, x.U, b, x.V);
            AssertClose(i => (a, x.U[i], b, x.V[i], 0, T.Zero), actual);
        });

    [Fact]
    public void Combining_three_is_what_a_loop_gives() =>
        Gen.Select(_vectors, _number, _number, _number).Sample((x, a, b, c) =>
        {
            var actual = new T[x.U.Length];
            FlatVector.Combine<T>(actual, a, x.U, b, x.V, c, x.W);
            AssertClose(i => (a, x.U[i], b, x.V[i], c, x.W[i]), actual);
        });

    [Fact]
    public void A_destination_may_be_any_of_the_sources() =>
        Gen.Select(_vectors, _number, _number, _number).Sample((x, a, b, c) =>
        {
            var apart = new T[x.U.Length];
            FlatVector.Combine<T>(apart, a, x.U, b, x.V, c, x.W);
            T[][] copies = [[.. x.U], [.. x.V], [.. x.W]];
            FlatVector.Combine<T>(copies[0], a, copies[0], b, x.V, c, x.W);
            FlatVector.Combine<T>(copies[1], a, x.U, b, copies[1], c, x.W);
            FlatVector.Combine<T>(copies[2], a, x.U, b, x.V, c, copies[2]);
            Assert.All(copies, copy => Assert.Equal(apart, copy));

            FlatVector.Combine<T>(apart, a, x.U, b, x.V);
            T[][] pair = [[.. x.U], [.. x.V]];
            FlatVector.Combine<T>(pair[0], a, pair[0], b, x.V);
            FlatVector.Combine<T>(pair[1], a, x.U, b, pair[1]);
            Assert.All(pair, copy => Assert.Equal(apart, copy));
        });

    [Fact]
    public void Scaling_and_adding_are_what_loops_give() =>
        Gen.Select(_vectors, _number).Sample((x, a) =>
        {
            var scaled = new T[x.U.Length];
            FlatVector.Scale<T>(scaled, a, x.U);
            AssertClose(i => (a, x.U[i], 0, T.Zero, 0, T.Zero), scaled);
            T[] added = [.. x.V];
            FlatVector.AddScaled<T>(added, a, x.U);
            AssertClose(i => (1, x.V[i], a, x.U[i], 0, T.Zero), added);
        });

    [Fact]
    public void Norms_are_what_loops_give() =>
        Gen.Select(_vectors, _number, _number).Sample((x, b, c) =>
        {
            var plain = Math.Sqrt(x.U.Sum(value => Wide(value) * Wide(value)));
            Assert.Equal(plain, FlatVector.Norm<T>(x.U), (10 * _relative * plain) + 1e-300);
            var combined = Math.Sqrt(Enumerable.Range(0, x.U.Length)
                .Select(i => Wide(x.U[i]) + (b * Wide(x.V[i])) + (c * Wide(x.W[i]))).Sum(value => value * value));
            Assert.Equal(combined, FlatVector.Norm<T>(x.U, b, x.V, c, x.W), 10 * _relative * (combined + (5 * Math.Sqrt(x.U.Length))));
        });

    [Fact]
    public void Accumulating_adds_in_double_precision() =>
        Gen.Select(_vectors, Gen.Double[-1e9, 1e9]).Sample((x, start) =>
        {
            double[] sum = [.. x.U.Select(_ => start)];
            FlatVector.Accumulate<T>(sum, x.U);
            FlatVector.Accumulate<T>(sum, x.V);
            Assert.Equal(Enumerable.Range(0, sum.Length).Select(i => start + Wide(x.U[i]) + Wide(x.V[i])), sum);
        });

    [Fact]
    public void A_single_value_that_is_not_finite_is_seen_wherever_it_is() =>
        Gen.Select(_vectors, Gen.Int[0, int.MaxValue], Gen.Int[0, 2]).Sample((x, place, kind) =>
        {
            Assert.True(FlatVector.IsFinite<T>(x.U));
            if (x.U.Length > 0)
            {
                x.U[place % x.U.Length] = kind switch { 0 => T.NaN, 1 => T.PositiveInfinity, _ => T.NegativeInfinity };
                Assert.False(FlatVector.IsFinite<T>(x.U));
            }
        });

    [Fact]
    public void Opposite_infinities_do_not_cancel()
    {
        for (var length = 2; length < 70; length++)
        {
            var values = new T[length];
            (values[0], values[^1]) = (T.PositiveInfinity, T.NegativeInfinity);
            Assert.False(FlatVector.IsFinite<T>(values));
        }
    }

    [Fact]
    public void The_largest_values_are_finite()
    {
        T[] values = [.. Enumerable.Repeat(T.CreateSaturating(float.MaxValue), 100)];
        Assert.True(FlatVector.IsFinite<T>(values));
    }

    [Fact]
    public void Vectors_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FlatVector.Combine<T>(new T[4], 1, new T[5], 1, new T[5]));
        Assert.Throws<ArgumentException>(() => FlatVector.Combine<T>(new T[5], 1, new T[5], 1, new T[4]));
        Assert.Throws<ArgumentException>(() => FlatVector.Combine<T>(new T[5], 1, new T[5], 1, new T[5], 1, new T[6]));
        Assert.Throws<ArgumentException>(() => FlatVector.Norm<T>(new T[5], 1, new T[5], 1, new T[6]));
        Assert.Throws<ArgumentException>(() => FlatVector.Accumulate<T>(new double[5], new T[4]));
    }

    private static T[] Round(double[] values) => [.. values.Select(T.CreateTruncating)];

    private static double Wide(T value) => double.CreateTruncating(value);

    private void AssertClose(Func<int, (double A, T U, double B, T V, double C, T W)> terms, T[] actual)
    {
        for (var i = 0; i < actual.Length; i++)
        {
            var (a, u, b, v, c, w) = terms(i);
            double[] products = [a * Wide(u), b * Wide(v), c * Wide(w)];
            Assert.Equal(products.Sum(), Wide(actual[i]), _relative * (products.Sum(Math.Abs) + 1e-30));
        }
    }
}
