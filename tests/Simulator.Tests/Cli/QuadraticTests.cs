using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary>examples/quadratic.yaml from the command line: the first three rounds of every algorithm.</summary>
[Collection(CommandLineTests.Name)]
public sealed class QuadraticTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    public static TheoryData<string, double[]> FirstRounds() => new()
    {
        { "fedavg", [.388476, -.511781, .027181, -.243845, -.185794, -.096196] },
        { "fedprox", [.446518, -.555650, .098219, -.293418, -.120584, -.138195] },
        { "fedadam", [.140543, -.170005, -.925836, .747927, -1.643217, 1.022363] },
        { "scaffold", [.388476, -.511781, .073916, -.144064, -.098244, .069428] },
        { "feddyn", [-.106964, -.111300, -.723603, .376425, -.881403, .502488] },
        { "fedcm", [.932393, -.919688, .808482, -.774393, .641026, -.581836] },
        { "fedsam", [.363242, -.485985, .021466, -.208335, -.171996, -.067672] },
        { "mofedsam", [.929101, -.914671, .799447, -.760308, .625333, -.555631] },
        { "fedgamma", [.363242, -.485985, .075105, -.104807, -.073156, .110902] },
        { "fedspeed", [-.152787, -.063002, -.714098, .421832, -.826463, .526922] },
        { "fedsmoo", [-.147212, -.062386, -.719316, .404789, -.835901, .500905] },
    };

    [Theory]
    [MemberData(nameof(FirstRounds))]
    public void The_first_rounds_agree_to_six_digits(string algorithm, double[] expected)
    {
        // FedSpeed's alpha is the weight of its second gradient, FedCM's and MoFedSAM's that of the fresh one; FedAdam's usual server rate is smaller.
        string[] settings = algorithm switch
        {
            "fedcm" or "mofedsam" => ["--set", "algorithm.alpha=0.1"],
            "fedadam" => ["--set", "algorithm.global_learning_rate=1"],
            _ => [],
        };

        var result = Workplace.Fed(
            ["run", Repository.Example("quadratic.yaml"), "--out", _place.Out, "--set", $"algorithm.name={algorithm}", "--set", "rounds=3", .. settings]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal([1.0, -1.0], Vector(0));
        double[] points = [.. Vector(1), .. Vector(2), .. Vector(3)];
        Assert.All(expected.Zip(points), pair => Assert.Equal(pair.First, pair.Second, 0.5000001e-6));
    }

    private double[] Vector(int round) => NpyFile.Read(Path.Combine(_place.Out, "vectors", $"round-{round:D6}.npy")).ToDoubles();
}
