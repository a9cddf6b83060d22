using Federated.Learning.Randomness;

namespace Federated.Learning.ZerothOrder;

/// <summary>How the bytes of a log are to be read: the same for all its rounds and all machines.</summary>
public sealed record SealedScheme
{
    /// <summary>What travels.</summary>
    public GradientCode Code { get; init; } = GradientCode.Byte;

    /// <summary>Exponent bias of bytes.</summary>
    public int Bias { get; init; } = GradientByte.DefaultBias;

    /// <summary>Directions of a machine in a round.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Distribution of directions.</summary>
    public DirectionKind Directions { get; init; }

    /// <summary>Who looks where.</summary>
    public DirectionSharing Sharing { get; init; }

    /// <summary>What a round does.</summary>
    public UpdateForm Update { get; init; }

    /// <summary>Number K of directions that all samples choose from; 0: every sample has a fresh one.</summary>
    public int Candidates { get; init; }

    /// <summary>How a gradient is written.</summary>
    public GradientCodec Codec => new(Code, Bias);

    /// <summary>The direction of a sample.</summary>
    /// <param name="runKey">key of the run</param>
    /// <param name="round">t, 0-based</param>
    /// <param name="machine">its id</param>
    /// <param name="sample">index within the machine's round</param>
    public Direction Direction(ulong runKey, long round, ushort machine, ushort sample)
    {
        var own = new Direction(runKey, round, Sharing == DirectionSharing.Shared ? (ushort)0 : machine, sample) { Kind = Directions };
        return Candidates == 0 ? own : ZerothOrder.Direction.Candidate(runKey, Choice(own)) with { Kind = Directions };
    }

    /// <summary>The samples of a round that have a value, each with its direction; those that share one are added up.</summary>
    /// <param name="runKey">key of the run</param>
    /// <param name="round">a sealed round</param>
    public Contribution[] Contributions(ulong runKey, SealedRound round)
    {
        var own = new List<Contribution>();
        foreach (var machine in round.Machines)
        {
            for (var sample = 0; sample < Samples; sample++)
            {
                if (Codec.Decode(machine.Codes, sample) is { } p)
                {
                    own.Add(new Contribution(Direction(runKey, round.Round, machine.Machine, (ushort)sample), p));
                }
            }
        }

        return Sharing == DirectionSharing.Shared ? [.. Merge(own)] : [.. own];
    }

    /// <summary>Samples of a round that have a value.</summary>
    public int ValidSamples(SealedRound round) =>
        round.Machines.Sum(machine => Enumerable.Range(0, Samples).Count(sample => Codec.Decode(machine.Codes, sample) is not null));

    /// <summary>What a round's sum is divided by: the samples that have a value, or with votes the directions that were voted on.</summary>
    public int Divisor(SealedRound round) => Update == UpdateForm.Majority
        ? Enumerable.Range(0, Samples).Count(sample => round.Machines.Any(machine => Codec.Decode(machine.Codes, sample) is not null))
        : ValidSamples(round);

    /// <summary>Bits of gradients that crossed a wire; a machine that was absent sent none.</summary>
    public long PayloadBits(SealedRound round) =>
        round.Machines.Sum(machine => machine.Codes.Length == 0 ? 0L : Code == GradientCode.Sign ? Samples : 8L * machine.Codes.Length);

    private uint Choice(Direction own)
    {
        var (k0, k1) = own.Key;
        return Philox4x32.Block(0, own.C1, own.C2, own.C3(CounterDomain.CandidateChoice), k0, k1).X0 % (uint)Candidates;
    }

    private IEnumerable<Contribution> Merge(List<Contribution> samples) => samples
        .GroupBy(sample => sample.Direction)
        .Select(group => (group.Key, Sum: group.Sum(sample => sample.P)))
        .Select(merged => new Contribution(merged.Key, Update == UpdateForm.Majority ? Math.Sign(merged.Sum) : merged.Sum));
}
