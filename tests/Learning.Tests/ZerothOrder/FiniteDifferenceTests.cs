using Federated.Learning.Rounds;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>What a machine sends is the loss's slope along its direction.</summary>
public sealed class FiniteDifferenceTests
{
    private const int Dimension = 64;

    private static readonly float[] _theta = [.. Enumerable.Range(0, Dimension).Select(i => MathF.ScaleB(i - 31, -6))];

    /// <summary>The points theta +- eps z are exact here, so nothing but the quadratic itself is left, whatever eps is.</summary>
    [Theory]
    [InlineData(-10)]
    [InlineData(-6)]
    [InlineData(-2)]
    [InlineData(1)]
    public void Of_a_quadratic_it_is_exact_for_every_distance(int exponent)
    {
        var (machine, round, replica) = Setup(Math.ScaleB(1, exponent));
        using var objective = new Function(x => Enumerable.Range(0, Dimension).Sum(i => (0.5 * (i + 1) * x[i] * x[i]) + (x[i] * (i % 3)) + (i > 0 ? 0.25 * x[i] * x[i - 1] : 0)));
        var slope = Slope(x => Gradient(x));
        var p = Sent(machine.Propose(objective, round, 3, replica));
        Assert.Equal(slope, p, 1e-6 * Math.Max(1, Math.Abs(slope)));

        double[] Gradient(float[] x) =>
        [
            .. Enumerable.Range(0, Dimension).Select(i =>
                ((i + 1) * x[i]) + (i % 3) + (i > 0 ? 0.25 * x[i - 1] : 0) + (i < Dimension - 1 ? 0.25 * x[i + 1] : 0)),
        ];
    }

    [Fact]
    public void Of_a_smooth_function_its_error_falls_with_the_square_of_the_distance()
    {
        using var objective = new Function(x => Enumerable.Range(0, Dimension).Sum(i => Math.Sin((0.5 * x[i]) + i)));
        var slope = Slope(x => [.. x.Select((value, i) => 0.5 * Math.Cos((0.5 * value) + i))]);
        var errors = new List<double>();
        foreach (var exponent in new[] { 0, -1, -2 })
        {
            var (machine, round, replica) = Setup(Math.ScaleB(1, exponent));
            errors.Add(Sent(machine.Propose(objective, round, 3, replica)) - slope);
        }

        Assert.InRange(errors[0] / errors[1], 3.8, 4.2);
        Assert.InRange(errors[1] / errors[2], 3.8, 4.2);
    }

    /// <summary>The master copy is never perturbed; if it were, it would not come back.</summary>
    [Fact]
    public void Evaluating_leaves_the_weights_as_they_are()
    {
        var start = Reference.Start();
        var (machine, round, _) = Setup(1e-3);
        var replica = new Replica(Header(start.Length), (float[])start.Clone());
        using var objective = new Function(x => x.Sum(), start.Length);
        machine.Propose(objective, round, 3, replica);
        Assert.Equal(start, replica.Theta.ToArray());

        var direction = new Direction(Reference.Key, 7, 3, 0);
        var there = (float[])start.Clone();
        foreach (var eps in new[] { 1e-3f, -2e-3f, 1e-3f })
        {
            DirectionKernels.Perturb(there, 0, direction, eps, there, LaneWidths.Widest);
        }

        Assert.NotEqual(start, there);
        Assert.All(there, (x, i) => Assert.Equal(start[i], x, 1e-6));
    }

    private static (SharedSeedMachine Machine, RoundStart Round, Replica Replica) Setup(double epsilon)
    {
        var options = new OneByteOptions { Epsilon = epsilon, Code = GradientCode.Float32 };
        return (new SharedSeedMachine(Reference.Key, options), new RoundStart(7, [3], []), new Replica(Header(Dimension), (float[])_theta.Clone()));
    }

    private static LogHeader Header(int dimension) => Rounds.Header with { Dimension = dimension, Scheme = new SealedScheme { Code = GradientCode.Float32 } };

    private static double Slope(Func<float[], double[]> gradient) => gradient(_theta).Select((g, i) => g * Reference.Sign(new Direction(Reference.Key, 7, 3, 0), i)).Sum();

    private static double Sent(Proposal proposal) => BitConverter.ToSingle(proposal.Codes);

    /// <summary>A loss without data.</summary>
    private sealed class Function(Func<float[], double> loss, int dimension = Dimension) : ILocalObjective<float>
    {
        private readonly float[] _point = new float[dimension];

        public Span<float> Point => _point;

        public Span<float> Gradient => throw new NotSupportedException();

        public void Open(int client, int round)
        {
        }

        public void NextBatch()
        {
        }

        public double Evaluate() => throw new NotSupportedException();

        public double Loss() => loss(_point);

        public Score Score(EvaluationSplit split, int batch) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
