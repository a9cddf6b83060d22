using Federated.Learning.Experiments;

namespace Federated.Attacks.Inversion;

/// <summary>The surrogate model: where on the way from w0 to wT the gradient is taken.</summary>
public sealed record SmeOptions
{
    /// <summary>Start of alpha; 0 (w0) and 1 (wT) switch learning it off.</summary>
    [Accepts("[0, 1]")]
    public double Alpha0 { get; init; }

    /// <summary>Learning rate of alpha; 0 keeps it where it is.</summary>
    [Accepts("[0, inf)")]
    public double Beta { get; init; } = 0.001;

    /// <summary>
    /// Learning rate of the control point of a quadratic Bezier path from w0 to wT (NL-SME, arXiv 2509.22082), which starts in the middle; 0: the way is the
    /// chord.
    /// </summary>
    [Accepts("[0, inf)")]
    public double Bend { get; init; }
}
