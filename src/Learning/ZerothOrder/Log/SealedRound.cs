namespace Federated.Learning.ZerothOrder;

/// <summary>
/// One round that all machines agreed on: whoever applies the same sealed rounds to the same weights has the same weights, to the bit. Step size and
/// decay travel as the numbers to use, so that nobody computes a schedule of their own.
/// </summary>
public sealed record SealedRound
{
    /// <summary>t, 0-based.</summary>
    public required long Round { get; init; }

    /// <summary>Step size in units of P, see <see cref="StepSize"/>.</summary>
    public required float Alpha { get; init; }

    /// <summary>Factor of weight decay; 1 without.</summary>
    public float Decay { get; init; } = 1.0f;

    /// <summary>The machines of this round and their bytes, ids ascending.</summary>
    public required IReadOnlyList<SealedBytes> Machines { get; init; }

    /// <summary>Machines that take part from the next round on, ascending.</summary>
    public IReadOnlyList<ushort> Joining { get; init; } = [];

    /// <summary>Machines that took part for the last time, ascending.</summary>
    public IReadOnlyList<ushort> Leaving { get; init; } = [];

    /// <summary>Hash of the weights before this round on which machines agreed, when they compared.</summary>
    public ulong? AgreedHash { get; init; }

    /// <summary>Samples that have a value, n_t.</summary>
    public int ValidSamples => Machines.Sum(machine => machine.Codes.Count(code => code != GradientByte.Absent));

    /// <summary>Bytes of gradients that crossed a wire.</summary>
    public long PayloadBytes => Machines.Sum(machine => (long)machine.Codes.Length);

    /// <summary>alpha = eta 2^-(bias + 2) / n_t, computed once in float64 by whoever seals the round.</summary>
    /// <param name="eta">learning rate</param>
    /// <param name="samples">n_t</param>
    /// <param name="bias">exponent bias of the bytes</param>
    /// <returns>0 without samples</returns>
    /// <exception cref="ArgumentOutOfRangeException">products with it could be subnormal, which machines may treat differently</exception>
    public static float StepSize(double eta, int samples, int bias = GradientByte.DefaultBias)
    {
        if (samples == 0 || eta == 0.0)
        {
            return 0.0f;
        }

        var alpha = (float)(eta * Math.ScaleB(1.0, -(bias + 2)) / samples);
        return float.IsFinite(alpha) && alpha >= SmallestStep
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(eta), eta, $"with {samples} samples the step size is {alpha}; expected one from {SmallestStep} on");
    }

    /// <summary>2^-100.</summary>
    internal static float SmallestStep { get; } = MathF.ScaleB(1.0f, -100);

    /// <summary>The samples that have a value, each with its direction.</summary>
    /// <param name="runKey">key of the run</param>
    public Contribution[] Contributions(ulong runKey) =>
    [
        .. from machine in Machines
           from sample in Enumerable.Range(0, machine.Codes.Length)
           where machine.Codes[sample] != GradientByte.Absent
           select new Contribution(new Direction(runKey, Round, machine.Machine, (ushort)sample), GradientByte.Decode(machine.Codes[sample])),
    ];
}
