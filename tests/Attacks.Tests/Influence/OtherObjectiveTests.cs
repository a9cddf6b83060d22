using Federated.Attacks.Influence;
using Federated.Attacks.Tests.Derivatives;
using Xunit;

namespace Federated.Attacks.Tests.Influence;

/// <summary>The same formulas for attackers who match directions, and for updates of several local steps: the predicted image is where their objective is flat.</summary>
public sealed class OtherObjectiveTests
{
    private static readonly InfluenceOptions _exact = new() { Eps = 0.0, Tolerance = 1e-9 };
    private static readonly float[] _weights = InfluenceBed.Weights(InfluenceBed.LeNet);

    [Fact]
    public void The_cosine_does_not_see_the_length_of_a_gradient()
    {
        using var plain = InfluenceBed.Jacobian(0);
        using var cosine = new CosineJacobian(InfluenceBed.Jacobian(0), plain.Gradient);
        var longer = plain.Gradient.ToArray().Select(g => 1e-3 * g).ToArray();
        Assert.InRange(Norm(cosine, longer), 0.0, 1e-9 * Norm(plain, longer));

        // Who knows less than the whole gradient is never surer.
        var factor = cosine.UpdateNorm * cosine.UpdateNorm;
        Assert.InRange(new InfluenceFunction(cosine, _exact).Trace(0).Value / factor, new InfluenceFunction(plain, _exact).Trace(0).Value, double.MaxValue);
    }

    [Fact]
    public void The_image_predicted_for_the_cosine_is_where_the_cosine_is_flat()
    {
        using var plain = InfluenceBed.Jacobian(0);
        using var cosine = new CosineJacobian(InfluenceBed.Jacobian(0), plain.Gradient);
        var delta = InfluenceBed.Noise(1e-4, plain.Parameters, 7);
        var target = InfluenceBed.Sum(plain.Gradient, delta);
        var displacement = new InfluenceFunction(cosine, _exact).Estimate(delta.Select(d => d / cosine.UpdateNorm).ToArray()).Displacement;
        Assert.InRange(CosineSlope(Moved(InfluenceBed.Images[0], displacement), target) / CosineSlope(InfluenceBed.Images[0], target), 0.0, 0.05);
    }

    [Fact]
    public void The_images_predicted_for_an_update_are_where_its_residual_is_flat()
    {
        float[] inputs = [.. InfluenceBed.Images[0], .. InfluenceBed.Images[1]];
        using var jacobian = Update(inputs);
        var delta = InfluenceBed.Noise(1e-4, jacobian.Parameters, 8);
        var target = InfluenceBed.Sum(jacobian.Update, delta);
        var displacement = new InfluenceFunction(jacobian, _exact).Estimate(delta).Displacement;
        Assert.InRange(UpdateSlope(Moved(inputs, displacement), target) / UpdateSlope(inputs, target), 0.0, 0.05);
    }

    private static UpdateJacobian Update(float[] inputs) =>
        new(InfluenceBed.LeNet, _weights, inputs, InfluenceBed.Labels.AsSpan(0, 2), LocalBatches.InOrder(0.3, samples: 2, batch: 1, epochs: 2));

    /// <summary>|d/dx 1/2 |Phi(x) - target|^2|.</summary>
    private static double UpdateSlope(float[] inputs, double[] target)
    {
        using var jacobian = Update(inputs);
        return SlopeNorm(jacobian, InfluenceBed.Difference(jacobian.Update, target));
    }

    /// <summary>|d/dx (1 - cos(g(x), target))|.</summary>
    private static double CosineSlope(float[] image, double[] target)
    {
        using var jacobian = new GradientJacobian(InfluenceBed.LeNet, _weights, image, InfluenceBed.Labels.AsSpan(0, 1));
        var gradient = jacobian.Gradient.ToArray();
        var (norm, length) = (InfluenceBed.Norm(gradient), InfluenceBed.Norm(target));
        var along = JointLossBed.Dot<double>(gradient, target) / (norm * norm);
        return SlopeNorm(jacobian, target.Zip(gradient, (t, g) => (t - (along * g)) / (norm * length)).ToArray());
    }

    private static double SlopeNorm(IUpdateJacobian jacobian, double[] v)
    {
        var image = new double[jacobian.Pixels];
        jacobian.Apply(v, image);
        return InfluenceBed.Norm(image);
    }

    private static float[] Moved(float[] inputs, double[] displacement) => [.. inputs.Zip(displacement, (x, d) => (float)(x + d))];

    private static double Norm(IUpdateJacobian jacobian, double[] delta) => new InfluenceFunction(jacobian, _exact).Estimate(delta).Norm;
}
