using System.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>A function with its derivative.</summary>
internal interface IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of variables.</summary>
    int Length { get; }

    /// <summary>The value at a point; writes the derivative there.</summary>
    double Evaluate(ReadOnlySpan<T> x, Span<T> gradient);
}
