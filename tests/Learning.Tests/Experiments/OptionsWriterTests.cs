using CsCheck;
using Federated.Learning.Experiments.Binding;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class OptionsWriterTests
{
    [Fact]
    public void Every_default_is_filled_in_and_lists_of_numbers_stay_on_one_line()
    {
        var sample = new SampleOptions
        {
            Limit = null,
            LearningRate = double.PositiveInfinity,
            Offset = 1e-20,
            Matrix = [[1, 0.5], [-2, 3]],
            Words = ["plain", "null", "two words", "a\nb"],
            Many = [new SampleInner { Shape = new SampleDisc { Radius = 1 } }, new SampleInner { Name = "" }],
            Shapes = [new SampleDot("point")],
        };

        Assert.Equal(
            """
            name: sample
            fast: false
            count: 10
            limit: null
            bytes: 1
            seed: 20
            learning_rate: .inf
            offset: 1.0E-20
            colour: dark_red
            ids: []
            matrix: [[1, 0.5], [-2, 3]]
            words: [plain, "null", "two words", "a\u000Ab"]
            shape:
              kind: square
              scale: 1
              side: 2
            inner:
              name: inner
              weights: [1, 2]
            many:
              - name: inner
                weights: [1, 2]
                shape:
                  kind: disc
                  scale: 1
                  radius: 1
              - name: ""
                weights: [1, 2]
            shapes:
              - kind: point
                scale: 1

            """,
            OptionsWriter.Write(sample));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same()
    {
        var finite = Gen.Double.Where(double.IsFinite);
        var shape = Gen.OneOf<SampleShape>(
            finite.Select(radius => (SampleShape)new SampleDisc { Radius = radius }),
            Gen.Bool.Select(it => it ? "dot" : "point").Select(name => (SampleShape)new SampleDot(name)));
        var inner = Gen.Select(Gen.String, finite.Array[0, 4], shape)
            .Select((name, weights, it) => new SampleInner { Name = name, Weights = weights, Shape = it });
        var sample = Gen.Select(Gen.String, Gen.ULong, Gen.Int[1, 100].Select(n => n < 50 ? (int?)n : null), finite, finite.Array[0, 3].Array[0, 3])
            .Select((name, seed, limit, offset, matrix) => new SampleOptions
            {
                Name = name,
                Path = name + "\t\"\\",
                Seed = seed,
                Limit = limit,
                Offset = offset,
                Matrix = matrix,
                Words = [name, "~", "- x", "# y"],
            });

        Gen.Select(sample, inner.Array[0, 3], shape.Array[0, 3])
            .Select((it, many, shapes) => it with { Many = many, Shapes = shapes })
            .Sample(it => DeepEqual.Check(it, Sample.Read(OptionsWriter.Write(it))));
    }
}
