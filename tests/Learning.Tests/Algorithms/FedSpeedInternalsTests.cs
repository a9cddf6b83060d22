using Federated.Learning.Algorithms;
using Xunit;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>What happens inside FedSpeed's rounds on the three-client quadratic; lambda = 0.5, so h = -2 g in the paper's terms.</summary>
public sealed class FedSpeedInternalsTests
{
    private static readonly FedSpeedOptions _golden = new() { ProxStrength = 0.5, Rho = 0.1, Alpha = 1.0 };

    public static TheoryData<int, double[], double[], double[], double[]> LocalModels() => new()
    {
        { 0, [.805072, -.775498], [-.194928, .224502], [.344904, -.089754], [.302764, .197750] },
        { 1, [.479588, -1.107444], [-.520412, -.107444], [-.019242, -.467484], [-.386867, -.511926] },
        { 2, [-.013841, .288440], [-1.013841, 1.288440], [-.761400, .392734], [-1.622454, 1.744176] },
    };

    [Theory]
    [MemberData(nameof(LocalModels))]
    public void Local_models_and_corrections_of_two_rounds(int client, double[] local1, double[] h1, double[] local2, double[] h2)
    {
        var run = QuadraticRuns.Run(_golden, rounds: 2);
        Close.Vectors(local1, Plane.Add(run.Points[0], run.Sent(1, client)!));
        Close.Vectors(h1, run.StateAfter(1, client, "h"));
        Close.Vectors(local2, Plane.Add(run.Points[1], run.Sent(2, client)!));
        Close.Vectors(h2, run.StateAfter(2, client, "h"));
    }

    [Theory]
    [InlineData(0, .830109, -.797164)]
    [InlineData(1, .512289, -1.112212)]
    [InlineData(2, -.002844, .242427)]
    public void Local_models_without_ascent(int client, double first, double second)
    {
        var run = QuadraticRuns.Run(_golden with { Rho = 0 }, rounds: 1);
        Close.Vectors([first, second], Plane.Add(run.Points[0], run.Sent(1, client)!));
    }

    [Theory]
    [InlineData(0, .500000, -.500000, .606066, -.535355, .553033, -.517678, .944697, -.948232)]
    [InlineData(1, .415277, -.475884, .509104, -.518355, .462191, -.497119, .901243, -.901109)]
    [InlineData(2, .351931, -.450487, .435656, -.498509, .393793, -.474498, .866801, -.858603)]
    [InlineData(3, .304301, -.425203, .380036, -.477424, .342169, -.451314, .839244, -.820542)]
    [InlineData(4, .268218, -.400920, .337869, -.456233, .303044, -.428576, .816978, -.786657)]
    public void Every_step_of_client_0_with_equal_weights_of_both_gradients(
        int k, double g1A, double g1B, double g2A, double g2B, double qA, double qB, double nextA, double nextB)
    {
        var client = new OneClient(_golden with { Alpha = 0.5 }, QuadraticRuns.Local);
        var last = client.Train(0, [1, -1]);
        var evaluations = client.Objective.Evaluations;
        Assert.Equal(10, evaluations.Count);

        var g1 = evaluations[2 * k].Gradient;
        var g2 = evaluations[(2 * k) + 1].Gradient;
        Close.Vectors([g1A, g1B], g1);
        Close.Vectors([g2A, g2B], g2);
        Close.Vectors([qA, qB], Plane.Mean([g1, g2]));
        Close.Vectors([nextA, nextB], k < 4 ? evaluations[(2 * k) + 2].Point : last);
    }

    [Fact]
    public void The_correction_is_a_moving_average_of_quasi_gradients()
    {
        const double EtaLambda = 0.1 * 0.5;
        var first = QuadraticRuns.Run(_golden with { Alpha = 0.5 }, rounds: 1);
        var client = new OneClient(_golden with { Alpha = 0.5 }, QuadraticRuns.Local);
        var h = first.State(0, "h");
        h.CopyTo(client.Run.State("h"));
        var old = Plane.Times(-0.5, h);
        client.Train(0, first.Last);

        double[] weights = [.. Enumerable.Range(0, 5).Select(k => EtaLambda * Math.Pow(1 - EtaLambda, 4 - k))];
        Close.Vectors([.040725, .042869, .045125, .047500, .050000], weights);
        Assert.Equal(.226219, weights.Sum(), Close.SixDigits);
        var average = Plane.Times(1 - weights.Sum(), old);
        for (var k = 0; k < 5; k++)
        {
            var (g1, g2) = (client.Objective.Evaluations[2 * k].Gradient, client.Objective.Evaluations[(2 * k) + 1].Gradient);
            average = Plane.Add(average, Plane.Mean([g1, g2]), weights[k]);
        }

        var kept = Plane.Times(-0.5, client.Run.State("h").ToArray());
        Close.Vectors([.091511, -.106671], old);
        Close.Vectors([-.136645, -.095148], kept);
        Close.Vectors(kept, average, 1e-14);
    }

    [Fact]
    public void The_mean_local_model_moves_against_the_mean_correction()
    {
        var run = QuadraticRuns.Run(_golden with { Alpha = 0.5 }, rounds: 3);
        var expected = new[] { [], [], new[] { -.142005, -.071565 }, new[] { -.497769, .222312 } };
        var previous = run.Points[0];
        for (var round = 1; round <= 3; round++)
        {
            var local = Plane.Mean(Enumerable.Range(0, 3).Select(i => Plane.Add(run.Points[round - 1], run.Sent(round, i)!)));

            // -lambda_p mean g = mean h, with lambda_p the inverse of lambda.
            var moved = Plane.Add(previous, Plane.Mean(Enumerable.Range(0, 3).Select(i => run.StateAfter(round, i, "h"))));
            Close.Vectors(local, moved, 1e-14);
            if (round > 1)
            {
                Close.Vectors(expected[round], local);
            }

            previous = local;
        }
    }
}
