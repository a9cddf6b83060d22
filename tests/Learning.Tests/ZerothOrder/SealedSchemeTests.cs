using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>How the bytes of a log are read.</summary>
public sealed class SealedSchemeTests
{
    private static readonly SealedRound _round = new() { Round = 4, Alpha = 1e-6f, Machines = [new(0, [0x38, 0x30]), new(2, [0xB8, 0x80]), new(3, [0x38, 0xB0])] };

    [Fact]
    public void Shared_directions_are_added_up_before_they_are_drawn()
    {
        var scheme = new SealedScheme { Samples = 2, Sharing = DirectionSharing.Shared };
        Assert.Equal([(0, 0, 512L), (0, 1, 0L)], scheme.Contributions(1, _round).Select(sample => ((int)sample.Direction.Machine, (int)sample.Direction.Sample, sample.P)));
        Assert.Equal(5, scheme.Divisor(_round));
    }

    [Fact]
    public void A_majority_gives_its_sign_and_a_tie_nothing()
    {
        var scheme = new SealedScheme { Code = GradientCode.Sign, Sharing = DirectionSharing.Shared, Update = UpdateForm.Majority };
        var votes = new SealedRound { Round = 0, Alpha = 1, Machines = [new(0, [1]), new(1, [1]), new(2, [0]), new(3, [])] };
        Assert.Equal(-1, Assert.Single(scheme.Contributions(1, votes)).P);
        Assert.Equal((3, 1, 3L), (scheme.ValidSamples(votes), scheme.Divisor(votes), scheme.PayloadBits(votes)));
        Assert.Equal(0, Assert.Single(scheme.Contributions(1, votes with { Machines = [new(0, [1]), new(2, [0])] })).P);
    }

    [Fact]
    public void Candidates_are_few_and_chosen_evenly()
    {
        var scheme = new SealedScheme { Candidates = 7 };
        var chosen = Enumerable.Range(0, 7000).Select(round => scheme.Direction(5, round, 3, 0)).CountBy(direction => direction).ToDictionary();
        Assert.Equal(7, chosen.Count);
        Assert.All(chosen, direction => Assert.InRange(direction.Value, 850, 1150));
        Assert.All(chosen.Keys, direction => Assert.Equal((CounterDomain.Candidate, (ushort)0), (direction.Domain, direction.Machine)));
    }

    [Fact]
    public void A_header_keeps_its_scheme()
    {
        var scheme = new SealedScheme
        {
            Code = GradientCode.Float32,
            Bias = 12,
            Samples = 250,
            Directions = DirectionKind.Gaussian,
            Sharing = DirectionSharing.Shared,
            Update = UpdateForm.Accumulated,
            Candidates = 4096,
        };
        using var folder = new TemporaryFolder();
        SealedLog.Create(folder.File("a.log"), Rounds.Header with { Scheme = scheme }).Dispose();
        Assert.Equal(scheme, SealedLog.Check(folder.File("a.log")).Header.Scheme);
    }
}
