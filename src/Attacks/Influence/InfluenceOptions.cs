using Federated.Learning.Experiments;

namespace Federated.Attacks.Influence;

/// <summary>How the influence function is computed.</summary>
public sealed record InfluenceOptions
{
    /// <summary>
    /// eps in units of the largest eigenvalue of J J^T; raised tenfold at a time, up to 1e-2, while conjugate gradients stall. It must stay far below the
    /// eigenvalues of the weak directions: those carry the error, and eps hides them.
    /// </summary>
    [Accepts("[0, 1]")]
    public double RelativeEps { get; init; } = 1e-6;

    /// <summary>eps itself, in place of <see cref="RelativeEps"/>; never raised. 1 is the authors' default, and does not rank images.</summary>
    [Accepts("[0, inf)")]
    public double? Eps { get; init; }

    /// <summary>Relative residual at which conjugate gradients end.</summary>
    [Accepts("(0, 1)")]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Most iterations of conjugate gradients before they count as stalled.</summary>
    [Accepts("[1, inf)")]
    public int Iterations { get; init; } = 1000;

    /// <summary>With or without matrices.</summary>
    public InfluenceSolver Solver { get; init; }

    /// <summary>Megabytes that the d_x x d_x matrix may take: 512 are enough for 8,192 pixels.</summary>
    [Accepts("(0, 2047]")]
    public double Memory { get; init; } = 512.0;

    /// <summary>Random vectors for the trace when there is no matrix.</summary>
    [Accepts("[1, inf)")]
    public int Probes { get; init; } = 16;
}
