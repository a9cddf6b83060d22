using System.Numerics;
using Federated.Attacks.Derivatives.Kernels;
using Federated.Learning.Models;

namespace Federated.Attacks.Derivatives;

/// <summary>Makes joint losses.</summary>
public static class JointLosses
{
    /// <summary>The fastest way to the derivatives of a network: our kernels for chains of layers, libtorch's autograd for everything else.</summary>
    /// <param name="network">the model</param>
    /// <param name="samples">n, at least 1</param>
    public static IJointLoss<T> Create<T>(Network network, int samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        return JointNetwork<T>.Accepts(network)
            ? new KernelJointLoss<T>((SequentialNetwork)network, samples)
            : new AutogradJointLoss<T>(network, samples);
    }
}
