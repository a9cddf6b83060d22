using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

/// <summary>Bits and numbers that must not change from version to version: runs are repeated by them.</summary>
public class PrivacyGoldenTests
{
    /// <summary>No step of these depends on a library's functions or on the width of vectors.</summary>
    [Fact]
    public void A_chain_makes_the_same_bits_as_ever()
    {
        var update = Enumerable.Range(0, 1001).Select(i => (((i * 7919) % 1009) - 504) / 256f).ToArray();
        var options = new PrivacyOptions { Defences = [new PruneOptions { Drop = 0.3 }, new TopKOptions { Keep = 0.5 }, new QuantiseOptions { Bits = 4 }] };
        new DefencePipeline(options).Apply<float>(update, Defended.Context);
        Assert.Equal("de67cb5381d9ba6e08120691fba19c06e6f5e3d26566b47614756bf904c1bf40", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(update))));
    }

    /// <summary>Computed elsewhere: Philox, Box and Muller, and inversion in plain Python.</summary>
    [Theory]
    [InlineData(NoiseKind.Gaussian, new[] { -0.6493274743, 0.3832515817, -0.2794538409, -0.4474636912 })]
    [InlineData(NoiseKind.Laplace, new[] { 0.4974514325, 0.1315197914, 0.9530123540, -0.2751005619 })]
    public void Noise_begins_as_ever(NoiseKind kind, double[] expected)
    {
        var noise = Defended.By(new NoiseOptions { Kind = kind, Std = 1.0 }, new float[1001]);
        Assert.All(expected.Zip(noise), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void A_run_ends_with_the_same_bits_as_ever()
    {
        using var bed = new RunBed();
        var experiment = ExperimentFile.Parse(
            """
            algorithm: fedspeed
            task: quadratic
            rounds: 20
            cohort: {kind: fixed, count: 2}
            quadratic:
              start: [1, -1]
              clients:
                - {a: [[2, 0.5], [0.5, 1]], b: [1, 0]}
                - {a: [[1, 0], [0, 1]], b: [0, -1]}
                - {a: [[1.5, 0], [0, 0.5]], b: [0.5, 0.5]}
            privacy:
              defences:
                - {name: prune, drop: 0.25}
                - {name: quantise, bits: 6}
            """,
            "golden.yaml",
            []);
        Assert.Equal("142f9af9a14e1b637879a79566242c12c4b5c7137b100c9ad103d13f1ecabc7c", bed.Sha(experiment));
    }
}
