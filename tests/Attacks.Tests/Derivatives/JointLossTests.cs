using Federated.Attacks.Derivatives;
using Xunit;

namespace Federated.Attacks.Tests.Derivatives;

/// <summary>Products of second derivatives agree with each other and with finite differences.</summary>
public sealed class JointLossTests
{
    private static readonly (string Name, int Side, int Channels)[] _networks =
        [("lenet-sigmoid", 14, 1), ("lenet-sigmoid", 28, 3), ("cnn-mean", 13, 1), ("cnn28", 28, 1), ("2nn", 6, 1), ("logistic", 5, 2)];

    public static TheoryData<string, int, int> Networks => [.. _networks.Select(n => new TheoryDataRow<string, int, int>(n.Name, n.Side, n.Channels))];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Both_mixed_products_are_adjoint(string name, int side, int channels)
    {
        using var loss = Open(name, side, channels);
        var u = JointLossBed.Gaussians<double>(1, loss.Inputs.Length);
        var v = JointLossBed.Gaussians<double>(2, loss.Weights.Length);
        loss.Product([], v, ProductParts.Inputs);
        var uJv = JointLossBed.Dot(u, loss.InputProduct);
        loss.Product(u, [], ProductParts.Weights);
        var vJu = JointLossBed.Dot(v, loss.WeightProduct);
        Assert.Equal(1.0, uJv / vJu, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Products_are_derivatives_of_the_gradients(string name, int side, int channels)
    {
        using var loss = Open(name, side, channels);
        var u = JointLossBed.Gaussians<double>(3, loss.Inputs.Length);
        var v = JointLossBed.Gaussians<double>(4, loss.Weights.Length);
        loss.Product(u, v, ProductParts.All);
        var (byWeights, byInputs) = (loss.WeightProduct.ToArray(), loss.InputProduct.ToArray());

        const double Step = 1e-6;
        Move(loss, u, v, Step);
        loss.Evaluate();
        var (weights, inputs) = (loss.WeightGradient.ToArray(), loss.InputGradient.ToArray());
        Move(loss, u, v, -2.0 * Step);
        loss.Evaluate();
        AssertClose(byWeights, Difference(weights, loss.WeightGradient, 2.0 * Step));
        AssertClose(byInputs, Difference(inputs, loss.InputGradient, 2.0 * Step));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void First_derivatives_are_derivatives_of_the_loss(string name, int side, int channels)
    {
        using var loss = Open(name, side, channels);
        var u = JointLossBed.Gaussians<double>(5, loss.Inputs.Length);
        var v = JointLossBed.Gaussians<double>(6, loss.Weights.Length);
        var expected = JointLossBed.Dot(u, loss.InputGradient) + JointLossBed.Dot(v, loss.WeightGradient);
        const double Step = 1e-6;
        Move(loss, u, v, Step);
        var above = loss.Evaluate();
        Move(loss, u, v, -2.0 * Step);
        Assert.Equal(expected, (above - loss.Evaluate()) / (2.0 * Step), 1e-6 * Math.Max(1.0, Math.Abs(expected)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Target_products_are_exact_because_the_gradient_is_linear_in_the_targets(string name, int side, int channels)
    {
        using var loss = Open(name, side, channels);
        var v = JointLossBed.Gaussians<double>(7, loss.Weights.Length);
        loss.Product([], v, ProductParts.Inputs);
        var products = loss.TargetProduct.ToArray();
        var before = JointLossBed.Dot(v, loss.WeightGradient);
        loss.Targets[1] += 0.25;
        loss.Evaluate();
        Assert.Equal(0.25 * products[1], JointLossBed.Dot(v, loss.WeightGradient) - before, 1e-10);
    }

    private static IJointLoss<double> Open(string name, int side, int channels)
    {
        var loss = JointLosses.Create<double>(JointLossBed.Network(name, side, channels), 3);
        JointLossBed.Draw(loss, 11);
        loss.Evaluate();
        return loss;
    }

    private static void Move(IJointLoss<double> loss, double[] u, double[] v, double step)
    {
        for (var i = 0; i < u.Length; i++)
        {
            loss.Inputs[i] += step * u[i];
        }

        for (var i = 0; i < v.Length; i++)
        {
            loss.Weights[i] += step * v[i];
        }
    }

    private static double[] Difference(ReadOnlySpan<double> above, ReadOnlySpan<double> below, double step)
    {
        var result = new double[above.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (above[i] - below[i]) / step;
        }

        return result;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        var error = expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum();
        Assert.InRange(Math.Sqrt(error / JointLossBed.Dot<double>(expected, expected)), 0.0, 1e-6);
    }
}
