using Federated.Learning.Algorithms;
using Xunit;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>First three rounds and limits on the three-client quadratic, full participation, rho = 0.1, lambda = 0.5, alpha = 0.1.</summary>
public sealed class GoldenTrajectoryTests
{
    public static TheoryData<string, double[], double[]> Goldens() => new()
    {
        { "fedavg", [.388476, -.511781, .027181, -.243845, -.185794, -.096196], [-.488730, .088585] },
        { "fedprox", [.446518, -.555650, .098219, -.293418, -.120584, -.138195], [-.487017, .090930] },
        { "fedadam", [.140543, -.170005, -.925836, .747927, -1.643217, 1.022363], [] },
        { "scaffold", [.388476, -.511781, .073916, -.144064, -.098244, .069428], [-.314304, .250160] },
        { "feddyn", [-.106964, -.111300, -.723603, .376425, -.881403, .502488], [-.314304, .250160] },
        { "fedcm", [.932393, -.919688, .808482, -.774393, .641026, -.581836], [-.330200, .235808] },
        { "fedsam", [.363242, -.485985, .021466, -.208335, -.171996, -.067672], [-.437437, .095111] },
        { "mofedsam", [.929101, -.914671, .799447, -.760308, .625333, -.555631], [-.271107, .257967] },
        { "fedgamma", [.363242, -.485985, .075105, -.104807, -.073156, .110902], [-.254688, .273219] },
        { "fedspeed", [-.152787, -.063002, -.714098, .421832, -.826463, .526922], [-.254688, .273219] },
        { "fedsmoo", [-.147212, -.062386, -.719316, .404789, -.835901, .500905], [-.319495, .225176] },
    };

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Three_rounds_agree_to_six_digits(string name, double[] expected, double[] limit)
    {
        var run = QuadraticRuns.Run(QuadraticRuns.Algorithm(name), rounds: 1500);
        Assert.Equal([1.0, -1.0], run.Points[0]);
        double[] first = [.. run.Points[1], .. run.Points[2], .. run.Points[3]];
        for (var i = 0; i < first.Length; i++)
        {
            Assert.Equal(expected[i], first[i], 0.5000001e-6);
        }

        for (var i = 0; i < limit.Length; i++)
        {
            Assert.Equal(limit[i], run.Last[i], 0.5000001e-6);
        }
    }

    /// <summary>
    /// FedAdam's update vanishes where FedAvg's does. With eta_g = 1 it circles that point for ever, and where it is after 1500
    /// rounds depends on rounding; with eta_g = 0.1 it gets there.
    /// </summary>
    [Fact]
    public void FedAdam_settles_at_the_fixed_point_of_FedAvg_with_a_smaller_server_rate()
    {
        var slow = QuadraticRuns.Run(new FedAdamOptions { GlobalLearningRate = 0.1 }, rounds: 1500);
        Assert.Equal(-.488730, slow.Last[0], 1e-6);
        Assert.Equal(.088585, slow.Last[1], 1e-6);

        var fast = QuadraticRuns.Run(new FedAdamOptions { GlobalLearningRate = 1.0 }, rounds: 1500);
        Assert.InRange(fast.Last[0], -.488730 - .05, -.488730 + .05);
        Assert.True(Math.Abs(fast.Last[0] - -.488730) > 1e-4, "eta_g = 1 is expected to keep circling");
    }
}
