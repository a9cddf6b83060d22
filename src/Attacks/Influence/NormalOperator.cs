namespace Federated.Attacks.Influence;

/// <summary>J J^T without a matrix: b goes to J (J^T b).</summary>
internal sealed class NormalOperator(IUpdateJacobian jacobian) : ISymmetricOperator
{
    private readonly double[] _update = new double[jacobian.Parameters];

    /// <inheritdoc/>
    public int Length => jacobian.Pixels;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> b, Span<double> result)
    {
        jacobian.ApplyTransposed(b, _update);
        jacobian.Apply(_update, result);
    }
}
