namespace Federated.Learning.Experiments;

/// <summary>f(x) = x'Ax / 2 - b'x of one client.</summary>
public sealed record QuadraticClient
{
    /// <summary>Symmetric matrix, d rows of d numbers.</summary>
    public required double[][] A { get; init; }

    /// <summary>Vector of length d.</summary>
    public required double[] B { get; init; }
}
