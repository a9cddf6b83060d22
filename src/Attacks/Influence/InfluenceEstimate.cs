using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>Where a perturbation of the update takes the image that matches it: (J J^T + eps)^-1 J delta.</summary>
public sealed record InfluenceEstimate
{
    /// <summary>Predicted x_rec - x0, length d_x, in normalised space.</summary>
    public required double[] Displacement { get; init; }

    /// <summary>eps that was used.</summary>
    public required double Eps { get; init; }

    /// <summary>Iterations of conjugate gradients; 0 where all eigenvalues were at hand and the system was solved by them.</summary>
    public required int Iterations { get; init; }

    /// <summary>Relative residual that was left.</summary>
    public required double RelativeResidual { get; init; }

    /// <summary>I2F, the norm of the displacement: large is well protected.</summary>
    public double Norm => FlatVector.Norm<double>(Displacement);

    /// <summary>Root mean square of the predicted error of a pixel.</summary>
    public double Rmse => Norm / Math.Sqrt(Displacement.Length);
}
