using Federated.Attacks.Identity;
using Federated.Learning;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

public sealed class UpdateFeaturesTests
{
    private static readonly ParameterLayout _layout = new ParameterLayout().AddLinear("fc1", 20, 30).AddLinear("fc10", 30, 4);

    [Fact]
    public void What_a_round_has_in_common_is_gone()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        var (labelled2, anonymous2) = Draw(common: 50f);
        var plain = UpdateFeatures.Of(_layout, labelled, anonymous, new FeatureOptions(), 1);
        var shifted = UpdateFeatures.Of(_layout, labelled2, anonymous2, new FeatureOptions(), 1);
        AssertClose(plain.Labelled, shifted.Labelled, 1e-4);
        AssertClose(plain.Anonymous, shifted.Anonymous, 1e-4);
        var kept = UpdateFeatures.Of(_layout, labelled2, anonymous2, new FeatureOptions { Centring = Centring.None }, 1);
        Assert.True(FeatureMatrix.Dot(kept.Labelled[0], kept.Labelled[1]) > 0.99);
    }

    [Fact]
    public void Both_sides_share_a_mean_where_one_side_has_a_single_update()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        var one = UpdateFeatures.Of(_layout, labelled, anonymous.Take(1).ToList(), new FeatureOptions(), 1).Anonymous;
        Assert.Equal(1.0, FeatureMatrix.Dot(one[0], one[0]), 1e-5);
    }

    [Fact]
    public void Layers_are_chosen_by_name_or_beginning_of_it()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        int Width(params string[] names) => UpdateFeatures.Of(_layout, labelled, anonymous, new FeatureOptions { Tensors = names }, 1).Labelled.Width;
        Assert.Equal(630, Width("fc1"));
        Assert.Equal(30, Width("fc1.bias"));
        Assert.Equal(34, Width("fc1.bias", "fc10.bias"));
        Assert.Equal(754, Width());
        var refusal = Assert.Throws<InputException>(() => Width("fc1", "conv1"));
        Assert.Equal("tensors: 'conv1' is no tensor of this model; expected some of fc1.weight, fc1.bias, fc10.weight, fc10.bias, or their beginnings", refusal.Message);
    }

    [Fact]
    public void A_projection_keeps_angles_roughly_and_lengths_at_one()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        var plain = UpdateFeatures.Of(_layout, labelled, anonymous, new FeatureOptions(), 1).Labelled;
        var projected = UpdateFeatures.Of(_layout, labelled, anonymous, new FeatureOptions { Projection = 400 }, 1).Labelled;
        Assert.Equal(400, projected.Width);
        for (var i = 0; i < plain.Rows; i++)
        {
            Assert.Equal(1.0, FeatureMatrix.Dot(projected[i], projected[i]), 1e-5);
            for (var j = 0; j < i; j++)
            {
                Assert.Equal(FeatureMatrix.Dot(plain[i], plain[j]), FeatureMatrix.Dot(projected[i], projected[j]), 0.25);
            }
        }
    }

    [Fact]
    public void An_update_of_another_model_is_refused()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        var refusal = Assert.Throws<InputException>(
            () => UpdateFeatures.Of(new ParameterLayout().AddLinear("fc1", 2, 2), labelled, anonymous, new FeatureOptions(), 1));
        Assert.Equal("update 0: 754 numbers; expected 6, as the model has", refusal.Message);
    }

    /// <summary>The reduced coordinates have all inner products with labelled updates.</summary>
    [Fact]
    public void Reduced_coordinates_keep_inner_products_with_labelled_updates()
    {
        var (labelled, anonymous) = Draw(common: 0f);
        var (own, others) = UpdateFeatures.Of(_layout, labelled, anonymous, new FeatureOptions(), 1);
        var problem = new IdentityProblem(own, [.. labelled.Select(update => update.User)], 4, others, 1);
        var (reduced, reducedOthers) = problem.Reduced;
        Assert.True(reduced.Width < own.Rows);
        var scale = FeatureMatrix.Dot(reduced[0], reduced[0]);
        for (var i = 0; i < others.Rows; i++)
        {
            for (var j = 0; j < own.Rows; j++)
            {
                Assert.Equal(problem.CrossProducts[i, j], FeatureMatrix.Dot(reducedOthers[i], reduced[j]) / scale, 1e-4);
            }
        }
    }

    /// <summary>Four users, two rounds; <paramref name="common"/> times a vector of each round is in all its updates.</summary>
    private static (IReadOnlyList<LabelledUpdate> Labelled, IReadOnlyList<AnonymousUpdate> Anonymous) Draw(float common)
    {
        var stream = new KeyedStream(3, Purpose.SyntheticData);
        var labelled = new List<LabelledUpdate>();
        var anonymous = new List<AnonymousUpdate>();
        for (var round = 1; round <= 2; round++)
        {
            var shared = Gaussians(ref stream);
            for (var user = 0; user < 4; user++)
            {
                labelled.Add(new LabelledUpdate(round, user, Shift(Gaussians(ref stream), shared, common)));
                anonymous.Add(new AnonymousUpdate(round, Shift(Gaussians(ref stream), shared, common)));
            }
        }

        return (labelled, anonymous);
    }

    private static float[] Gaussians(ref KeyedStream stream)
    {
        var values = new float[_layout.Dimension];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)stream.NextGaussian();
        }

        return values;
    }

    private static float[] Shift(float[] values, float[] shared, float common) => [.. values.Select((value, i) => value + (common * shared[i]))];

    private static void AssertClose(FeatureMatrix expected, FeatureMatrix actual, double tolerance)
    {
        for (var i = 0; i < expected.Values.Length; i++)
        {
            Assert.Equal(expected.Values[i], actual.Values[i], tolerance);
        }
    }
}
