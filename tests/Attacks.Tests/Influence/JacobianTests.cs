using Federated.Attacks.Influence;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Influence;

/// <summary>Checks 7 and 8: both products are of one matrix, for gradients, for updates of several steps, and for the cosine.</summary>
public sealed class JacobianTests
{
    private static readonly LocalBatches _batches = new(0.5, [[0, 1], [2], [1, 0], [2, 0]]);

    public static TheoryData<string> Kinds => ["gradient", "update", "cosine"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_two_products_are_adjoint(string kind)
    {
        using var jacobian = Open(kind);
        var (u, v) = (InfluenceBed.Noise(1.0, jacobian.Pixels, 1), InfluenceBed.Noise(1.0, jacobian.Parameters, 2));
        var (image, update) = (new double[jacobian.Pixels], new double[jacobian.Parameters]);
        jacobian.Apply(v, image);
        jacobian.ApplyTransposed(u, update);
        Assert.Equal(1.0, JointLossBed.Dot<double>(u, image) / JointLossBed.Dot<double>(v, update), 1e-10);
    }

    [Fact]
    public void Products_agree_with_the_explicit_matrix()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var v = InfluenceBed.Noise(1.0, jacobian.Parameters, 2);
        var (image, unit, row) = (new double[jacobian.Pixels], new double[jacobian.Pixels], new double[jacobian.Parameters]);
        jacobian.Apply(v, image);
        var expected = new double[jacobian.Pixels];
        for (var i = 0; i < expected.Length; i++)
        {
            unit[i] = 1.0;
            jacobian.ApplyTransposed(unit, row);
            unit[i] = 0.0;
            expected[i] = JointLossBed.Dot<double>(row, v);
        }

        Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(image, expected)) / InfluenceBed.Norm(expected), 0.0, 1e-10);
    }

    [Fact]
    public void The_transposed_product_is_the_derivative_of_the_gradient()
    {
        using var jacobian = At(0f);
        AssertDerivative(jacobian, Along(1), step =>
        {
            using var moved = At(step);
            return moved.Gradient.ToArray();
        });
    }

    [Fact]
    public void The_transposed_product_is_the_derivative_of_an_update_of_several_steps()
    {
        using var jacobian = Unrolled(0f);
        AssertDerivative(jacobian, Along(3), step =>
        {
            using var moved = Unrolled(step);
            return moved.Update.ToArray();
        });
    }

    [Fact]
    public void One_full_step_is_the_rate_times_the_gradient()
    {
        var (inputs, labels) = Batch();
        var weights = InfluenceBed.Weights(InfluenceBed.LeNet);
        using var gradient = new GradientJacobian(InfluenceBed.LeNet, weights, inputs, labels);
        using var update = new UpdateJacobian(InfluenceBed.LeNet, weights, inputs, labels, LocalBatches.InOrder(0.25, 3, 3, 1));
        var v = InfluenceBed.Noise(1.0, gradient.Parameters, 4);
        var (byGradient, byUpdate) = (new double[gradient.Pixels], new double[gradient.Pixels]);
        gradient.Apply(v, byGradient);
        update.Apply(v, byUpdate);
        Assert.Equal(0.25 * gradient.Gradient[7], update.Update[7], 1e-15);
        Assert.All(byGradient.Zip(byUpdate), pair => Assert.Equal(0.25 * pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void The_cosine_does_not_see_the_length_of_an_update()
    {
        using var inner = InfluenceBed.Jacobian(0);
        var gradient = inner.Gradient.ToArray();
        using var cosine = new CosineJacobian(inner, gradient);
        var image = new double[cosine.Pixels];
        cosine.Apply(gradient, image);
        Assert.InRange(InfluenceBed.Norm(image), 0.0, 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var weights = InfluenceBed.Weights(InfluenceBed.LeNet);
        var image = InfluenceBed.Images[0];
        Assert.Contains("expected 9466", Refusal(() => new GradientJacobian(InfluenceBed.LeNet, new float[3], image, [0])), StringComparison.Ordinal);
        Assert.Contains("expected 196", Refusal(() => new GradientJacobian(InfluenceBed.LeNet, weights, new float[195], [0])), StringComparison.Ordinal);
        Assert.Contains("0 to 9", Refusal(() => new GradientJacobian(InfluenceBed.LeNet, weights, image, [10])), StringComparison.Ordinal);
        Assert.Contains("sample 1", Refusal(() => new UpdateJacobian(InfluenceBed.LeNet, weights, image, [0], new LocalBatches(0.1, [[1]]))), StringComparison.Ordinal);
        Assert.Contains("batches of 1 to 4", Refusal(() => LocalBatches.InOrder(0.1, 4, 5, 1)), StringComparison.Ordinal);
    }

    private static string Refusal(Func<object> act) => Assert.Throws<InputException>(act).Message;

    private static IUpdateJacobian Open(string kind)
    {
        if (kind == "update")
        {
            return Unrolled(0f);
        }

        var gradient = InfluenceBed.Jacobian(0);
        return kind == "cosine" ? new CosineJacobian(gradient, gradient.Gradient) : gradient;
    }

    private static GradientJacobian At(float step) =>
        new(InfluenceBed.LeNet, InfluenceBed.Weights(InfluenceBed.LeNet), Moved(InfluenceBed.Images[0], Along(1), step), [InfluenceBed.Labels[0]]);

    private static UpdateJacobian Unrolled(float step)
    {
        var (inputs, labels) = Batch();
        return new UpdateJacobian(InfluenceBed.LeNet, InfluenceBed.Weights(InfluenceBed.LeNet), Moved(inputs, Along(3), step), labels, _batches);
    }

    private static (float[] Inputs, int[] Labels) Batch() => ([.. InfluenceBed.Images.Take(3).SelectMany(image => image)], InfluenceBed.Labels[..3]);

    /// <summary>A direction of few bits, so that steps along it are exact in float32.</summary>
    private static double[] Along(int images) => [.. Enumerable.Range(0, 196 * images).Select(i => ((i * 37 % 17) - 8) / 8.0)];

    private static float[] Moved(float[] x, double[] u, float step) => [.. x.Zip(u, (value, along) => (MathF.Round(value * 1024f) / 1024f) + (float)(step * along))];

    /// <summary>Beside differences of fourth order.</summary>
    private static void AssertDerivative(IUpdateJacobian jacobian, double[] u, Func<float, double[]> moved)
    {
        const float Step = 1f / 512f;
        var near = InfluenceBed.Difference(moved(Step), moved(-Step));
        var far = InfluenceBed.Difference(moved(2f * Step), moved(-2f * Step));
        var update = new double[jacobian.Parameters];
        jacobian.ApplyTransposed(u, update);
        var error = InfluenceBed.Difference(update, near.Zip(far, (n, f) => ((8.0 * n) - f) / (12.0 * Step)).ToArray());
        Assert.InRange(InfluenceBed.Norm(error) / InfluenceBed.Norm(update), 0.0, 1e-6);
    }
}
