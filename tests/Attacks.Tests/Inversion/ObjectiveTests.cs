using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Objectives;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Federated.Learning.Data;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Derivatives of what is minimised, in float64.</summary>
public sealed class ObjectiveTests
{
    public static TheoryData<MatchingObjective> Objectives => [.. Enum.GetValues<MatchingObjective>()];

    [Theory]
    [MemberData(nameof(Objectives))]
    public void The_residual_is_the_derivative_of_the_distance(MatchingObjective objective)
    {
        var target = JointLossBed.Gaussians<double>(8, 60);
        target[3] = 1e-7;
        LayerSegment[] segments = [new(0, 10), new(10, 25), new(40, 20)];
        var distance = GradientDistances.Create(new InversionOptions { Objective = objective, Scale = 0.5 }, target, segments);
        Slopes.AssertRight(new Slopes.Function(60, (g, v) => distance.Evaluate(g, v)), JointLossBed.Gaussians<double>(9, 60));
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void The_derivative_with_respect_to_samples_and_label_logits_is_right(MatchingObjective objective)
    {
        var problem = Problem(objective, null, 0.0);
        using var matching = new GradientMatching<double>(problem);
        Slopes.AssertRight(matching, JointLossBed.Gaussians<double>(5, matching.Length), 1e-5);
    }

    [Fact]
    public void The_derivative_with_respect_to_the_ways_control_point_is_right()
    {
        using var matching = new GradientMatching<double>(Problem(MatchingObjective.Cosine, [4, 1], 0.3, 0.001));
        var x = JointLossBed.Gaussians<double>(5, matching.Length);
        var bend = new Slopes.Function(matching.Bend.Length, (offset, slope) =>
        {
            offset.CopyTo(matching.Bend);
            var value = matching.Evaluate(x, new double[x.Length]);
            matching.BendGradient.CopyTo(slope);
            return value;
        });
        Slopes.AssertRight(bend, [.. JointLossBed.Gaussians<double>(6, matching.Bend.Length).Select(value => 0.1 * value)], 1e-5);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    public void The_derivative_with_respect_to_the_surrogates_place_is_right(double bend)
    {
        using var matching = new GradientMatching<double>(Problem(MatchingObjective.Cosine, [4, 1], 0.3, bend));
        var x = JointLossBed.Gaussians<double>(5, matching.Length);
        JointLossBed.Gaussians<double>(6, matching.Bend.Length).CopyTo(matching.Bend);
        var alpha = new Slopes.Function(1, (place, slope) =>
        {
            matching.Alpha = place[0];
            var value = matching.Evaluate(x, new double[x.Length]);
            slope[0] = matching.AlphaGradient;
            return value;
        });
        Slopes.AssertRight(alpha, [0.3]);
    }

    [Theory]
    [InlineData(MatchingObjective.Cosine)]
    [InlineData(MatchingObjective.LayerCosine)]
    [InlineData(MatchingObjective.Angular)]
    public void Directions_do_not_see_the_scale_of_the_update(MatchingObjective objective)
    {
        var (target, g) = (JointLossBed.Gaussians<double>(8, 40), JointLossBed.Gaussians<double>(9, 40));
        var options = new InversionOptions { Objective = objective };
        double Value(double scale) => GradientDistances.Create(options, [.. target.Select(t => scale * t)], [new(0, 15), new(15, 25)]).Evaluate(g, new double[40]);
        Assert.Equal(Value(1.0), Value(7.0), 1e-12);
    }

    [Fact]
    public void A_masked_cosine_does_not_see_what_was_pruned()
    {
        var target = JointLossBed.Gaussians<double>(8, 40);
        Array.Clear(target, 10, 20);
        var distance = GradientDistances.Create(new InversionOptions { Objective = MatchingObjective.MaskedCosine }, target, [new(0, 40)]);
        var g = target.ToArray();
        Array.Fill(g, 5.0, 10, 20);
        var residual = new double[40];
        Assert.Equal(0.0, distance.Evaluate(g, residual), 1e-12);
        Assert.All(residual[10..30], value => Assert.Equal(0.0, value));
    }

    [Fact]
    public void Skipped_layers_do_not_count()
    {
        var layout = Victim.Network("2nn").Layout;
        var kept = LayerSegment.Of(layout, ["fc1", "fc2.bias"]);
        Assert.Equal(layout.Tensors.Where(t => t.Name is "fc2.weight" or "fc3.weight" or "fc3.bias").Select(t => t.Offset), kept.Select(s => s.Offset));
        Assert.Contains("expected some of fc1, fc2, fc3", Assert.Throws<InputException>(() => LayerSegment.Of(layout, ["fc9"])).Message);
        Assert.Throws<InputException>(() => LayerSegment.Of(layout, ["fc1", "fc2", "fc3"]));
    }

    [Theory]
    [InlineData(VariationForm.Sum, 1)]
    [InlineData(VariationForm.Half, 3)]
    [InlineData(VariationForm.Anisotropic, 1)]
    [InlineData(VariationForm.Isotropic, 3)]
    public void Variation_and_its_derivative_take_grey_and_colour(VariationForm form, int channels)
    {
        var shape = new SampleShape(channels, 5, 4);
        var variation = new ImageVariation(shape, form);
        var x = JointLossBed.Gaussians<double>(2, 2 * shape.Size);
        Slopes.AssertRight(new Slopes.Function(x.Length, (images, slope) => variation.Add<double>(images, 0.7, slope)), x);
    }

    [Theory]
    [InlineData(VariationForm.Sum, (2.0 / 2.0) + (4.0 / 2.0))]
    [InlineData(VariationForm.Half, 1.5)]
    [InlineData(VariationForm.Anisotropic, (3.0 + 3.0 + 3.0 + 6.0) / 4.0)]
    public void Variation_of_a_small_image_is_the_sum_by_hand(VariationForm form, double expected)
    {
        // 0 1 / 2 3, with zeros to the right and below in the padded form.
        var value = new ImageVariation(new SampleShape(1, 2, 2), form).Add<double>([0.0, 1.0, 2.0, 3.0], 1.0, new double[4]);
        Assert.Equal(expected, value, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Patterned_starts_repeat_a_tile_in_every_channel(int channels)
    {
        var shape = new SampleShape(channels, 10, 9);
        var start = DummyStart.Draw(new InversionOptions { Init = StartKind.Patterned }, shape, 2, 2, 2 * shape.Size);
        for (var at = 0; at < start.Length; at++)
        {
            var (plane, row, column) = (at / 90 * 90, at % 90 / 9, at % 9);
            Assert.Equal(start[plane + (row % 4 * 9) + (column % 4)], start[at]);
        }

        Assert.Equal(2 * channels * 16, start.Distinct().Count());
    }

    private static MatchingProblem<double> Problem(MatchingObjective objective, int[]? labels, double alpha, double bend = 0.0)
    {
        var network = JointLossBed.Network("lenet-sigmoid", 8);
        var observation = Victim.Gradient(network, 3, (Array.ConvertAll(JointLossBed.Gaussians<double>(4, 128), v => (float)v), [4, 1]));
        var options = new InversionOptions
        {
            Objective = objective,
            Tv = 0.01,
            L2 = 0.1,
            Sme = new SmeOptions { Alpha0 = alpha, Bend = bend },
        };
        return new MatchingProblem<double>(observation with { Step = [.. observation.Step.Select(u => 0.1f * u)] }, options, labels);
    }
}
