using Federated.Attacks.SharedSeed;
using Federated.Attacks.Tests.Transcripts;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Experiments;
using Federated.Learning.ZerothOrder;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Federated.Attacks.Tests.SharedSeed;

/// <summary>What one-byte logs say of a sample that every byte of a machine is about.</summary>
public sealed class ProjectionInversionTests : IDisposable
{
    private const int Pixels = 36;

    private readonly RecordedBed _bed = new();

    [Theory]
    [InlineData(GradientCode.Byte)]
    [InlineData(GradientCode.Float32)]
    public void Numbers_of_the_log_are_the_projections_of_the_gradient_at_replayed_weights(GradientCode code)
    {
        var transcript = Run(code);
        var projections = SealedProjections.Of(transcript, machine: 3, most: 60);
        var truth = Truth(transcript);
        using var fit = new ProjectionFit(transcript.Network, projections, truth.Labels, workers: 2);
        var residuals = fit.Residuals(truth.X, null);

        Assert.Equal(60, residuals.Length);
        Assert.All(residuals, residual => Assert.InRange(Math.Abs(residual), 0.0, 5.0));
        Assert.InRange(Math.Sqrt(residuals.Average(residual => residual * residual)), 0.05, 1.5);
        Assert.NotEqual(projections[0].Weights, projections[59].Weights);
    }

    [Fact]
    public void The_jacobian_is_that_of_the_predictions()
    {
        var transcript = Run(GradientCode.Byte);
        var truth = Truth(transcript);
        using var fit = new ProjectionFit(transcript.Network, SealedProjections.Of(transcript, machine: 3, most: 5), truth.Labels, workers: 1);
        var jacobian = Matrix<double>.Build.Dense(5, Pixels);
        fit.Residuals(truth.X, jacobian);
        var direction = Vector<double>.Build.Dense(Pixels, i => Math.Sin(i));
        const double Step = 1e-2;
        var (above, below) = (fit.Residuals(truth.X + (Step * direction), null), fit.Residuals(truth.X - (Step * direction), null));

        var expected = jacobian * direction;
        Assert.All(Enumerable.Range(0, 5), j => Assert.Equal(expected[j], (above[j] - below[j]) / (2.0 * Step), 0.01 * (1.0 + Math.Abs(expected[j]))));
    }

    /// <summary>As many equations as pixels decide a sample; half as many leave half of it open.</summary>
    [Fact]
    public void A_sample_comes_out_once_there_are_as_many_numbers_as_pixels()
    {
        var transcript = Run(GradientCode.Float32);

        Assert.InRange(Psnr(transcript, most: 18), 0.0, 18.0);
        Assert.InRange(Psnr(transcript, most: 54), 30.0, 100.0);
    }

    [Fact]
    public void A_byte_is_nearly_as_good_as_four()
    {
        var transcript = Run(GradientCode.Byte);

        Assert.InRange(Psnr(transcript, most: 18), 0.0, 18.0);
        Assert.InRange(Psnr(transcript, most: 72), 20.0, 100.0);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_workers()
    {
        var transcript = Run(GradientCode.Byte);
        var projections = SealedProjections.Of(transcript, machine: 3, most: 40);
        var options = new ProjectionOptions { Iterations = 3, Restarts = 1 };

        Assert.Equal(Attack(transcript, projections, options).Inputs, Attack(transcript, projections, options with { Workers = 3 }).Inputs);
    }

    [Fact]
    public void An_attack_that_is_stopped_gives_what_it_has()
    {
        var transcript = Run(GradientCode.Byte);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var result = ProjectionInversion.Run(
            transcript.Network, transcript.Normalisation, SealedProjections.Of(transcript, 3, 10), [0], new ProjectionOptions(), seed: 1, stop.Token);

        Assert.True(result is { IsPartial: true, Evaluations: 0, Inputs.Length: Pixels });
    }

    [Theory]
    [InlineData(1.0, 7, 0.125)]
    [InlineData(-1.9, 7, 0.125)]
    [InlineData(2.0, 7, 0.25)]
    [InlineData(0.001, 7, 1.0 / 512)]
    public void Bytes_are_as_far_apart_as_the_deviation_says(double value, int bias, double gap)
    {
        var deviation = SealedProjections.Deviation(new GradientCodec(GradientCode.Byte, bias), value, epsilon: 1.0);

        Assert.Equal(gap / Math.Sqrt(12.0), deviation, 1e-6);
        Assert.Equal(gap, Math.Abs(GradientByte.Value((byte)(GradientByte.Encode((float)value, bias) + 1), bias) - GradientByte.Value(GradientByte.Encode((float)value, bias), bias)), 1e-9);
    }

    [Theory]
    [InlineData("fedavg")]
    [InlineData("feedsign")]
    public void A_run_without_such_a_log_is_refused(string algorithm)
    {
        var transcript = _bed.Run(RecordedBed.Small with { Algorithm = algorithm == "fedavg" ? new FedAvgOptions() : new FeedSignOptions() });

        Assert.Contains(
            "does not hold projected gradients at known weights; expected one-byte with code: byte or float32",
            Assert.Throws<InputException>(() => SealedProjections.Of(transcript, 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_fit_is_refused() => Assert.Throws<InputException>(() =>
    {
        var transcript = Run(GradientCode.Byte);
        ProjectionInversion.Run(transcript.Network, transcript.Normalisation, [], [0], new ProjectionOptions(), seed: 1, CancellationToken.None);
    });

    public void Dispose() => _bed.Dispose();

    private static Reconstruction Attack(Transcript transcript, IReadOnlyList<SealedProjection> projections, ProjectionOptions options) =>
        ProjectionInversion.Run(transcript.Network, transcript.Normalisation, projections, Truth(transcript).Labels, options, seed: 1, CancellationToken.None);

    private static (Vector<double> X, int[] Labels) Truth(Transcript transcript)
    {
        var truth = GroundTruth.Open(transcript.Folder).Of(1, client: 3);
        var pixels = truth.Pixels.ToArray();
        transcript.Normalisation.Apply(pixels, transcript.Network.Input);
        return (Vector<double>.Build.Dense(pixels.Length, i => pixels[i]), truth.Labels);
    }

    private static double Psnr(Transcript transcript, int most)
    {
        var result = Attack(transcript, SealedProjections.Of(transcript, machine: 3, most), new ProjectionOptions());
        transcript.Normalisation.Undo(result.Inputs, transcript.Network.Input);
        var squares = result.Inputs.Zip(GroundTruth.Open(transcript.Folder).Of(1, client: 3).Pixels, (a, b) => (double)(a - b) * (a - b)).Average();
        return Math.Min(100.0, -10.0 * Math.Log10(squares));
    }

    /// <summary>Ten machines with one image each.</summary>
    private Transcript Run(GradientCode code) => _bed.Run(RecordedBed.Small with
    {
        Rounds = 72,
        Algorithm = new OneByteOptions { Code = code },
        Data = new SyntheticOptions { Height = 6, Width = 6, Train = 10, Test = 10 },
        Partition = new IidPartitionOptions { Clients = 10 },
        Local = new LocalOptions { Steps = 1, BatchSize = 1, LearningRate = 0.01 },
    });
}
