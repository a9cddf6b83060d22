namespace Federated.Learning.Parameters;

/// <summary>One tensor of a network inside the flat parameter vector.</summary>
/// <param name="Name">for example <c>conv1.weight</c></param>
/// <param name="Shape">row-major shape</param>
/// <param name="Offset">index of its first number in the flat vector</param>
/// <param name="Initialiser">distribution of its first values</param>
public sealed record ParameterTensor(string Name, long[] Shape, int Offset, Initialiser Initialiser)
{
    /// <summary>Number of values.</summary>
    public int Length { get; } = checked((int)Shape.Aggregate(1L, (product, n) => product * n));
}
