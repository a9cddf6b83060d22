using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>Singular values and directions of J, strongest first: noise along a weak direction moves the attacker's image most.</summary>
public sealed class InfluenceSpectrum
{
    private readonly IUpdateJacobian _jacobian;
    private readonly double[] _eigenvalues;
    private readonly double[][] _images;

    internal InfluenceSpectrum(GramMatrix gram, IUpdateJacobian jacobian)
    {
        _jacobian = jacobian;
        (_eigenvalues, _images) = gram.Decompose();
        Array.Reverse(_eigenvalues);
        Array.Reverse(_images);
        for (var k = 0; k < _eigenvalues.Length; k++)
        {
            // Rounding can leave a null direction slightly negative.
            _eigenvalues[k] = Math.Max(0.0, _eigenvalues[k]);
        }
    }

    /// <summary>lambda_k of J J^T, descending, d_x of them.</summary>
    public ReadOnlySpan<double> Eigenvalues => _eigenvalues;

    /// <summary>d_w.</summary>
    public int Parameters => _jacobian.Parameters;

    /// <summary>sigma_k of J.</summary>
    public double SingularValue(int k) => Math.Sqrt(_eigenvalues[k]);

    /// <summary>Unit image u_k with J J^T u_k = lambda_k u_k, length d_x.</summary>
    public ReadOnlySpan<double> ImageDirection(int k) => _images[k];

    /// <summary>Unit update v_k = J^T u_k / sigma_k, length d_w; noise of norm r along it moves the image by r / sigma_k.</summary>
    public double[] UpdateDirection(int k)
    {
        var update = new double[_jacobian.Parameters];
        _jacobian.ApplyTransposed(_images[k], update);
        FlatVector.Scale<double>(update, 1.0 / FlatVector.Norm<double>(update), update);
        return update;
    }

    /// <summary>(J J^T + eps)^-1 c: two passes over the directions.</summary>
    internal double[] Solve(ReadOnlySpan<double> c, double eps)
    {
        var result = new double[_eigenvalues.Length];
        for (var k = 0; k < _eigenvalues.Length; k++)
        {
            FlatVector.AddScaled<double>(result, FlatProducts.Dot(_images[k], c) / (_eigenvalues[k] + eps), _images[k]);
        }

        return result;
    }

    /// <summary>sum_k 1 / (lambda_k + eps).</summary>
    public double InverseTrace(double eps)
    {
        var sum = 0.0;
        foreach (var eigenvalue in _eigenvalues)
        {
            sum += 1.0 / (eigenvalue + eps);
        }

        return sum;
    }

    /// <summary>
    /// Expected squared error, summed over pixels, of an attacker who also knows that pixels vary by <paramref name="prior"/>: the posterior variance
    /// sum_k 1 / (lambda_k / s^2 + 1 / prior^2). Directions that J does not see cost him the prior's variance, not infinitely much.
    /// </summary>
    /// <param name="noise">s, deviation of the noise on the update</param>
    /// <param name="prior">deviation of a pixel, in normalised space</param>
    public double PosteriorTrace(double noise, double prior)
    {
        var sum = 0.0;
        foreach (var eigenvalue in _eigenvalues)
        {
            sum += noise * noise / (eigenvalue + (noise * noise / (prior * prior)));
        }

        return sum;
    }
}
