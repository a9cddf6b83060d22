using System.Numerics;
using Federated.Attacks.Derivatives;
using Federated.Attacks.Derivatives.Kernels;
using Federated.Learning.Models;
using Xunit;

namespace Federated.Attacks.Tests.Derivatives;

/// <summary>Kernels compute what libtorch's autograd computes.</summary>
public sealed class KernelAgreementTests
{
    public static TheoryData<string, int, int, int> Cases =>
    [
        ("lenet-sigmoid", 14, 1, 1), ("lenet-sigmoid", 28, 3, 2), ("lenet-sigmoid", 15, 1, 5),
        ("cnn-mean", 13, 1, 3), ("cnn-mean", 28, 1, 2), ("cnn-mean", 10, 1, 50), ("cnn-mnist", 28, 1, 9), ("cnn-cifar", 9, 3, 2), ("cnn28", 28, 1, 3), ("lenet", 32, 3, 1),
        ("pfl-cnn", 11, 3, 2), ("2nn", 6, 1, 7), ("logistic", 5, 2, 1),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_double_precision_to_rounding(string name, int side, int channels, int samples) =>
        AssertAgree<double>(name, side, channels, samples, 1e-12);

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_single_precision_to_rounding(string name, int side, int channels, int samples) =>
        AssertAgree<float>(name, side, channels, samples, 2e-5);

    private static void AssertAgree<T>(string name, int side, int channels, int samples, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = (SequentialNetwork)JointLossBed.Network(name, side, channels);
        using var kernels = new KernelJointLoss<T>(network, samples);
        using var autograd = new AutogradJointLoss<T>(network, samples);

        // Twice, so that nothing is left over from other points and directions.
        foreach (var seed in new ulong[] { 3, 4 })
        {
            JointLossBed.Draw(kernels, seed);
            JointLossBed.Draw(autograd, seed);
            Assert.Equal(1.0, kernels.Evaluate() / autograd.Evaluate(), tolerance);
            AssertClose(autograd.Logits, kernels.Logits, tolerance);
            AssertClose(autograd.WeightGradient, kernels.WeightGradient, tolerance);
            AssertClose(autograd.InputGradient, kernels.InputGradient, tolerance);
            var u = JointLossBed.Gaussians<T>(seed + 1, kernels.Inputs.Length);
            var v = JointLossBed.Gaussians<T>(seed + 2, kernels.Weights.Length);
            foreach (var (inputs, weights) in new[] { (u, v), ([], v), (u, []) })
            {
                kernels.Product(inputs, weights, ProductParts.All);
                autograd.Product(inputs, weights, ProductParts.All);
                AssertClose(autograd.WeightProduct, kernels.WeightProduct, tolerance);
                AssertClose(autograd.InputProduct, kernels.InputProduct, tolerance);
                AssertClose(autograd.TargetProduct, kernels.TargetProduct, tolerance);
            }
        }
    }

    private static void AssertClose<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (error, size) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            error += Math.Pow(double.CreateChecked(expected[i] - actual[i]), 2);
            size += Math.Pow(double.CreateChecked(expected[i]), 2);
        }

        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(Math.Sqrt(error), 0.0, tolerance * Math.Sqrt(size));
    }
}
