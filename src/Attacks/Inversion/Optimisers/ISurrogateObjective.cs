using System.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>An objective at a surrogate model whose place on the way from w0 to wT is a variable of its own.</summary>
internal interface ISurrogateObjective<T> : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The place, in [0, 1].</summary>
    double Alpha { get; set; }

    /// <summary>Whether it is learned.</summary>
    bool LearnsAlpha { get; }

    /// <summary>Derivative of the last value with respect to <see cref="Alpha"/>.</summary>
    double AlphaGradient { get; }

    /// <summary>The control point of the way, as an offset from the middle of the chord, length d; empty: the way is the chord.</summary>
    Span<T> Bend { get; }

    /// <summary>Derivative of the last value with respect to <see cref="Bend"/>.</summary>
    ReadOnlySpan<T> BendGradient { get; }
}
