using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>One machine's part of a round: two forward passes for each sample, at theta +- eps z.</summary>
/// <param name="runKey">key of the run's directions</param>
/// <param name="options">eps, samples, rounding</param>
public sealed class SharedSeedMachine(ulong runKey, OneByteOptions options)
{
    /// <summary>Evaluates a machine's samples.</summary>
    /// <param name="objective">any worker's oracle</param>
    /// <param name="machine">whose data</param>
    /// <param name="round">t, 0-based</param>
    /// <param name="theta">the weights; not touched</param>
    public Proposal Propose(ILocalObjective<float> objective, ushort machine, int round, ReadOnlySpan<float> theta)
    {
        objective.Open(machine, round + 1);
        var codes = new byte[options.Samples];
        var (losses, squares) = (0.0, 0.0);
        for (var sample = 0; sample < codes.Length; sample++)
        {
            objective.NextBatch();
            var direction = new Direction(runKey, round, machine, (ushort)sample);
            var above = Loss(objective, theta, direction, options.Epsilon);
            var below = Loss(objective, theta, direction, -options.Epsilon);
            var p = (float)((above - below) / (2.0 * options.Epsilon));
            codes[sample] = options.Rounding == GradientRounding.Stochastic
                ? GradientByte.EncodeStochastic(p, GradientByte.RoundingWord(direction))
                : GradientByte.Encode(p);
            losses += (above + below) / 2.0;
            squares += float.IsFinite(p) ? (double)p * p : 0.0;
        }

        return new Proposal(codes, losses / codes.Length, squares);
    }

    private static double Loss(ILocalObjective<float> objective, ReadOnlySpan<float> theta, Direction direction, double eps)
    {
        DirectionKernels.Perturb(theta, 0, direction, (float)eps, objective.Point, LaneWidths.Widest);
        return objective.Loss();
    }
}
