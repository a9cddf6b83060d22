namespace Federated.Attacks.Influence;

/// <summary>
/// J, the derivative of what a client sends with respect to its images, at the true images: d_x rows (pixels) and d_w columns (numbers that are sent).
/// For a gradient it is d2L/dx dw. Only products are needed. Not thread-safe: products share buffers.
/// </summary>
public interface IUpdateJacobian : IDisposable
{
    /// <summary>d_x, numbers in the images.</summary>
    int Pixels { get; }

    /// <summary>d_w, numbers in the update.</summary>
    int Parameters { get; }

    /// <summary>J v.</summary>
    /// <param name="v">direction of the update, length d_w</param>
    /// <param name="image">where J v goes, length d_x</param>
    void Apply(ReadOnlySpan<double> v, Span<double> image);

    /// <summary>J^T u: how the update changes when the images move along u.</summary>
    /// <param name="u">direction of the images, length d_x</param>
    /// <param name="update">where J^T u goes, length d_w</param>
    void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update);
}
