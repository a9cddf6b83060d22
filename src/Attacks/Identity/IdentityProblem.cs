using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.Identity;

/// <summary>Whom do the anonymous updates belong to? All that an attacker has.</summary>
public sealed class IdentityProblem
{
    /// <summary>Directions with less than this part of the largest variance are noise of float32.</summary>
    private const double SmallestVariance = 1e-6;

    private readonly Lazy<double[,]> _labelledProducts;
    private readonly Lazy<double[,]> _crossProducts;
    private readonly Lazy<double[,]> _anonymousProducts;
    private readonly Lazy<(FeatureMatrix Labelled, FeatureMatrix Anonymous)> _reduced;

    /// <param name="labelled">rows of length 1, of updates whose user is known</param>
    /// <param name="users">user of each of them, in [0, <paramref name="userCount"/>)</param>
    /// <param name="userCount">number of known users</param>
    /// <param name="anonymous">rows of length 1, as wide</param>
    /// <param name="seed">of attackers that draw</param>
    /// <param name="cancellation">ends products early</param>
    public IdentityProblem(FeatureMatrix labelled, int[] users, int userCount, FeatureMatrix anonymous, ulong seed, CancellationToken cancellation = default)
    {
        Labelled = labelled;
        Users = users;
        UserCount = userCount;
        Anonymous = anonymous;
        Seed = seed;
        _labelledProducts = new(() => labelled.Products(labelled, cancellation));
        _crossProducts = new(() => anonymous.Products(labelled, cancellation));
        _anonymousProducts = new(() => anonymous.Products(anonymous, cancellation));
        _reduced = new(Reduce);
    }

    private IdentityProblem(IdentityProblem other, int[] users)
    {
        Labelled = other.Labelled;
        Users = users;
        UserCount = other.UserCount;
        Anonymous = other.Anonymous;
        Seed = other.Seed;
        _labelledProducts = other._labelledProducts;
        _crossProducts = other._crossProducts;
        _anonymousProducts = other._anonymousProducts;
        _reduced = other._reduced;
    }

    /// <summary>Features of the updates whose user is known.</summary>
    public FeatureMatrix Labelled { get; }

    /// <summary>User of each labelled update.</summary>
    public IReadOnlyList<int> Users { get; }

    /// <summary>Number of known users.</summary>
    public int UserCount { get; }

    /// <summary>Features of the updates in question.</summary>
    public FeatureMatrix Anonymous { get; }

    /// <summary>Seed of attackers that draw.</summary>
    public ulong Seed { get; }

    /// <summary>Inner products of labelled updates with each other.</summary>
    public double[,] LabelledProducts => _labelledProducts.Value;

    /// <summary>Inner products [anonymous, labelled].</summary>
    public double[,] CrossProducts => _crossProducts.Value;

    /// <summary>Inner products of anonymous updates with each other.</summary>
    public double[,] AnonymousProducts => _anonymousProducts.Value;

    /// <summary>
    /// Coordinates of both sides in the space that the labelled updates span, principal directions first: for whatever is learned from them by
    /// gradients this is all there is to see, in as few numbers as there are labelled updates. Scaled to a mean square of 1.
    /// </summary>
    public (FeatureMatrix Labelled, FeatureMatrix Anonymous) Reduced => _reduced.Value;

    /// <summary>The same updates with other labels.</summary>
    public IdentityProblem WithUsers(int[] users) => new(this, users);

    /// <summary>With K = U D U^T the products of the labelled updates, their coordinates are U D^1/2, and C U D^-1/2 those of others with products C.</summary>
    private (FeatureMatrix Labelled, FeatureMatrix Anonymous) Reduce()
    {
        var decomposition = Matrix<double>.Build.DenseOfArray(LabelledProducts).Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues.Map(value => value.Real);
        var largest = values.Maximum();
        int[] kept = [.. Enumerable.Range(0, values.Count).Where(i => values[i] > SmallestVariance * largest).OrderByDescending(i => values[i])];
        var directions = Matrix<double>.Build.Dense(values.Count, kept.Length, (row, i) => decomposition.EigenVectors[row, kept[i]] / Math.Sqrt(values[kept[i]]));
        var own = Matrix<double>.Build.DenseOfArray(LabelledProducts) * directions;
        var others = Matrix<double>.Build.DenseOfArray(CrossProducts) * directions;
        var scale = Math.Sqrt((double)own.RowCount * own.ColumnCount) / own.FrobeniusNorm();
        return (Features(own, scale), Features(others, scale));
    }

    private static FeatureMatrix Features(Matrix<double> coordinates, double scale)
    {
        var features = new FeatureMatrix(coordinates.RowCount, coordinates.ColumnCount);
        for (var row = 0; row < features.Rows; row++)
        {
            for (var i = 0; i < features.Width; i++)
            {
                features[row][i] = (float)(scale * coordinates[row, i]);
            }
        }

        return features;
    }
}
