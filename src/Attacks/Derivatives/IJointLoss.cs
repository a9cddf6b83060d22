using System.Numerics;
using Federated.Learning.Models;

namespace Federated.Attacks.Derivatives;

/// <summary>
/// The mean loss L(x, q, w) of one batch as a function of its inputs x, its target probabilities q and the weights w together, with first derivatives
/// and products of second derivatives. Every attack that matches gradients, and every estimate of what a gradient gives away, is made of these:
/// with g = dL/dw and J = d2L/dx dw (rows: inputs), <c>Product</c> gives J v for a direction v of the weights, J^T u for a direction u of the
/// inputs, and H v for the weights' Hessian H. Not thread-safe: one for each worker.
/// </summary>
/// <typeparam name="T">float, or double where agreement counts more than speed</typeparam>
public interface IJointLoss<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The model, without dropout.</summary>
    Network Network { get; }

    /// <summary>n, samples in the batch.</summary>
    int Samples { get; }

    /// <summary>w, length d; written by the caller.</summary>
    Span<T> Weights { get; }

    /// <summary>x, n samples one after the other, each channels first, normalised; written by the caller.</summary>
    Span<T> Inputs { get; }

    /// <summary>q, n rows of C probabilities that sum to 1 (one-hot for known labels); written by the caller.</summary>
    Span<T> Targets { get; }

    /// <summary>f_w(x), n rows of C, of the last <see cref="Evaluate"/>.</summary>
    ReadOnlySpan<T> Logits { get; }

    /// <summary>dL/dw, length d, of the last <see cref="Evaluate"/>.</summary>
    ReadOnlySpan<T> WeightGradient { get; }

    /// <summary>dL/dx, as long as <see cref="Inputs"/>, of the last <see cref="Evaluate"/>.</summary>
    ReadOnlySpan<T> InputGradient { get; }

    /// <summary>d(&lt;dL/dx, u&gt; + &lt;dL/dw, v&gt;)/dw of the last <see cref="Product"/> that asked for it: J^T u + H v.</summary>
    ReadOnlySpan<T> WeightProduct { get; }

    /// <summary>d(&lt;dL/dx, u&gt; + &lt;dL/dw, v&gt;)/dx of the last <see cref="Product"/>: with u = 0 it is J v.</summary>
    ReadOnlySpan<T> InputProduct { get; }

    /// <summary>d(&lt;dL/dx, u&gt; + &lt;dL/dw, v&gt;)/dq of the last <see cref="Product"/>, n rows of C.</summary>
    ReadOnlySpan<T> TargetProduct { get; }

    /// <summary>Computes L = -(1/n) sum_i sum_c q_ic log softmax(f_w(x_i))_c and its first derivatives at the point that is set.</summary>
    /// <returns>L</returns>
    double Evaluate();

    /// <summary>Second derivatives at the point of the last <see cref="Evaluate"/>, times a direction.</summary>
    /// <param name="inputs">u, as long as <see cref="Inputs"/>; empty: zero</param>
    /// <param name="weights">v, length d; empty: zero</param>
    /// <param name="parts">what is needed; the rest may be left undefined</param>
    void Product(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, ProductParts parts);
}
