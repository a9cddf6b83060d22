using CsCheck;
using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class DefencePipelineTests
{
    private static readonly UpdateDefenceOptions[] _kinds =
    [
        new ClipOptions(), new NoiseOptions(), new NoiseOptions { Kind = NoiseKind.Laplace }, new TopKOptions(), new PruneOptions(),
        new QuantiseOptions(), new QuantiseOptions { Bits = 1 }, new SignOptions(),
    ];

    [Fact]
    public void Defences_are_applied_in_the_order_in_which_they_are_listed()
    {
        var clip = new ClipOptions { Norm = 1 };
        var noise = new NoiseOptions { Std = 1 };
        var clippedLast = Through([noise, clip]);
        var noisyLast = Through([clip, noise]);
        Assert.InRange(Defended.Norm(clippedLast), 0.99, 1.0);
        Assert.InRange(Defended.Norm(noisyLast), 25, 40);
        Assert.Equal(Defended.By(noise, Defended.By(clip, Defended.Update()), Defended.Context with { Place = 1 }), noisyLast);
    }

    [Fact]
    public void Two_of_a_kind_draw_different_numbers()
    {
        var once = Through([new PruneOptions { Drop = 0.5 }]);
        var twice = Through([new PruneOptions { Drop = 0.5 }, new PruneOptions { Drop = 0.5 }]);
        Assert.Equal(0.5, twice.Count(x => x == 0f) - once.Count(x => x == 0f), 250.0);
        Assert.InRange(twice.Count(x => x == 0f), 700, 800);
    }

    [Fact]
    public void Defences_that_change_no_update_are_passed_over()
    {
        var pipeline = new DefencePipeline(new PrivacyOptions { Defences = [new SecureAggregationOptions()] });
        Assert.True(pipeline.IsEmpty);
    }

    [Fact]
    public void Any_chain_keeps_an_update_finite_and_is_a_function_of_its_key() =>
        Gen.Int[0, _kinds.Length - 1].Array[1, 5].Select(Gen.ULong).Sample((kinds, seed) =>
        {
            UpdateDefenceOptions[] chain = [.. kinds.Select(kind => _kinds[kind])];
            var defended = Through(chain, seed);
            Assert.All(defended, value => Assert.True(float.IsFinite(value)));
            Assert.Equal(defended, Through(chain, seed));
        });

    [Fact]
    public void No_defence_that_says_so_lengthens_an_update() =>
        Gen.Select(Gen.ULong, Gen.Int[0, _kinds.Length - 1]).Sample((seed, kind) =>
        {
            var update = Defended.Update(seed);
            Assert.True(!_kinds[kind].NeverLengthens || Defended.Norm(Defended.By(_kinds[kind], update)) <= Defended.Norm(update) * (1 + 1e-7));
        });

    [Fact]
    public void Every_defence_says_what_it_does_and_what_is_done_about_it() =>
        Assert.All(_kinds, kind =>
        {
            Assert.NotEmpty(kind.Description);
            Assert.EndsWith(".", kind.AdaptiveHint.Text, StringComparison.Ordinal);
        });

    private static float[] Through(DefenceOptions[] defences, ulong seed = 1)
    {
        var update = Defended.Update(seed);
        new DefencePipeline(new PrivacyOptions { Defences = defences }).Apply<float>(update, Defended.Context);
        return update;
    }
}
