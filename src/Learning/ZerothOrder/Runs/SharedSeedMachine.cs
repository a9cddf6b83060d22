using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>One machine's part of a round: two forward passes for each sample, at theta +- eps z.</summary>
/// <param name="runKey">key of the run's directions</param>
/// <param name="options">eps, rounding, what travels</param>
public sealed class SharedSeedMachine(ulong runKey, SharedSeedOptions options)
{
    private readonly SealedScheme _scheme = options.CreateScheme();

    /// <summary>Evaluates a machine's samples on both sides.</summary>
    /// <param name="objective">any worker's oracle</param>
    /// <param name="round">the round</param>
    /// <param name="machine">whose data</param>
    /// <param name="replica">its weights; not touched</param>
    public Proposal Propose(ILocalObjective<float> objective, RoundStart round, ushort machine, Replica replica)
    {
        var (above, below) = (new double[_scheme.Samples], new double[_scheme.Samples]);
        Open(objective, round, machine);
        for (var sample = 0; sample < above.Length; sample++)
        {
            objective.NextBatch();
            above[sample] = Loss(objective, round, machine, sample, replica, options.Epsilon);
            below[sample] = Loss(objective, round, machine, sample, replica, -options.Epsilon);
        }

        return Combine(round, machine, above, below);
    }

    /// <summary>Evaluates a machine's samples on one side.</summary>
    /// <param name="objective">any worker's oracle</param>
    /// <param name="round">the round</param>
    /// <param name="machine">whose data</param>
    /// <param name="replica">its weights; not touched</param>
    /// <param name="side">+1 or -1</param>
    public double[] Losses(ILocalObjective<float> objective, RoundStart round, ushort machine, Replica replica, int side)
    {
        var losses = new double[_scheme.Samples];
        Open(objective, round, machine);
        for (var sample = 0; sample < losses.Length; sample++)
        {
            objective.NextBatch();
            losses[sample] = Loss(objective, round, machine, sample, replica, side * options.Epsilon);
        }

        return losses;
    }

    /// <summary>What a machine sends, from its losses on the two sides.</summary>
    /// <param name="round">the round</param>
    /// <param name="machine">whose</param>
    /// <param name="above">L+ of each sample</param>
    /// <param name="below">L- of each sample</param>
    public Proposal Combine(RoundStart round, ushort machine, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        Span<float> p = stackalloc float[above.Length];
        var (losses, squares) = (0.0, 0.0);
        for (var sample = 0; sample < p.Length; sample++)
        {
            p[sample] = (float)((above[sample] - below[sample]) / (2.0 * options.Epsilon));
            losses += (above[sample] + below[sample]) / 2.0;
            squares += float.IsFinite(p[sample]) ? (double)p[sample] * p[sample] : 0.0;
        }

        return new Proposal(machine, _scheme.Codec.Encode(p, RoundingWords(round, machine)), losses / p.Length, squares);
    }

    private static void Open(ILocalObjective<float> objective, RoundStart round, ushort machine) => objective.Open(machine, (int)round.Round + 1);

    private static double Loss(ILocalObjective<float> objective, RoundStart round, ushort machine, int sample, Replica replica, double eps)
    {
        replica.Perturb(round, machine, (ushort)sample, (float)eps, objective.Point);
        return objective.Loss();
    }

    private uint[] RoundingWords(RoundStart round, ushort machine) => options.GradientRounding == GradientRounding.Nearest
        ? []
        : [.. Enumerable.Range(0, _scheme.Samples).Select(sample => GradientByte.RoundingWord(new Direction(runKey, round.Round, machine, (ushort)sample)))];
}
