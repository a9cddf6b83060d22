namespace Federated.Attacks.Influence;

/// <summary>A symmetric positive semidefinite matrix A that can be multiplied with a vector.</summary>
internal interface ISymmetricOperator
{
    /// <summary>Rows and columns.</summary>
    int Length { get; }

    /// <summary>A b.</summary>
    /// <param name="b">not the same memory as <paramref name="result"/></param>
    /// <param name="result">where A b goes</param>
    void Apply(ReadOnlySpan<double> b, Span<double> result);
}
