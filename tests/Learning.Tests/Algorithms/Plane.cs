using Federated.Learning.Experiments;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>Vectors and matrices, as plainly as they can be written.</summary>
internal static class Plane
{
    public static double[] Add(double[] u, double[] v, double scale = 1.0) => [.. u.Zip(v, (a, b) => a + (scale * b))];

    public static double[] Subtract(double[] u, double[] v) => Add(u, v, -1.0);

    public static double[] Times(double scale, double[] u) => [.. u.Select(a => scale * a)];

    public static double[] Mean(IEnumerable<double[]> vectors)
    {
        var all = vectors.ToList();
        return Times(1.0 / all.Count, all.Aggregate((u, v) => Add(u, v)));
    }

    public static double Norm(double[] u) => Math.Sqrt(u.Sum(a => a * a));

    public static double Distance(double[] u, double[] v) => Norm(Subtract(u, v));

    public static double[] Gradient(QuadraticClient client, double[] x) => Subtract(Times(client.A, x), client.B);

    public static double[] Times(double[][] m, double[] x) => [.. m.Select(row => row.Zip(x, (a, b) => a * b).Sum())];

    public static double[][] Times(double[][] m, double[][] n) =>
        [.. m.Select(row => n[0].Select((_, j) => row.Select((a, k) => a * n[k][j]).Sum()).ToArray())];

    public static double[][] Add(double[][] m, double[][] n, double scale = 1.0) => [.. m.Zip(n, (r, s) => Add(r, s, scale))];

    public static double[][] Identity(int d, double scale = 1.0) =>
        [.. Enumerable.Range(0, d).Select(i => Enumerable.Range(0, d).Select(j => i == j ? scale : 0.0).ToArray())];

    public static double[][] Power(double[][] m, int exponent) =>
        Enumerable.Repeat(m, exponent).Aggregate(Identity(m.Length), Times);

    /// <summary>Solves m x = b in two dimensions by Cramer's rule.</summary>
    public static double[] Solve(double[][] m, double[] b)
    {
        var determinant = (m[0][0] * m[1][1]) - (m[0][1] * m[1][0]);
        return
        [
            ((b[0] * m[1][1]) - (m[0][1] * b[1])) / determinant,
            ((m[0][0] * b[1]) - (b[0] * m[1][0])) / determinant,
        ];
    }

    public static double[][] Inverse(double[][] m)
    {
        var (first, second) = (Solve(m, [1, 0]), Solve(m, [0, 1]));
        return [[first[0], second[0]], [first[1], second[1]]];
    }
}
