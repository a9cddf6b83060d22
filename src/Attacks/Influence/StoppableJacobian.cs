namespace Federated.Attacks.Influence;

/// <summary>J whose products end what is computed with them once that is to stop: matrices and solvers take thousands of them.</summary>
/// <param name="inner">J; stays the caller's</param>
/// <param name="stop">looked at before every product</param>
internal sealed class StoppableJacobian(IUpdateJacobian inner, CancellationToken stop) : IUpdateJacobian
{
    /// <inheritdoc/>
    public int Pixels => inner.Pixels;

    /// <inheritdoc/>
    public int Parameters => inner.Parameters;

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Apply(ReadOnlySpan<double> v, Span<double> image)
    {
        stop.ThrowIfCancellationRequested();
        inner.Apply(v, image);
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update)
    {
        stop.ThrowIfCancellationRequested();
        inner.ApplyTransposed(u, update);
    }

    /// <summary>Nothing of its own.</summary>
    public void Dispose()
    {
    }
}
