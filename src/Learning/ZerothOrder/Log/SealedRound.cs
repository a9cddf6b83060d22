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

    /// <summary>Numbers of the update rule that change from round to round, as all machines use them; empty when it has none.</summary>
    public IReadOnlyList<float> Coefficients { get; init; } = [];

    /// <summary>alpha = eta 2^-s / n, computed once in float64 by whoever seals the round.</summary>
    /// <param name="eta">learning rate</param>
    /// <param name="samples">n, see <see cref="SealedScheme.Divisor"/></param>
    /// <param name="scaleBits">s, see <see cref="GradientCodec.ScaleBits"/></param>
    /// <returns>0 without samples</returns>
    /// <exception cref="ArgumentOutOfRangeException">products with it could be subnormal, which machines may treat differently</exception>
    public static float StepSize(double eta, int samples, int scaleBits = GradientByte.DefaultBias + 2)
    {
        if (samples == 0 || eta == 0.0)
        {
            return 0.0f;
        }

        var alpha = (float)(eta * Math.ScaleB(1.0, -scaleBits) / samples);
        return float.IsFinite(alpha) && alpha >= SmallestStep
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(eta), eta, $"with {samples} samples the step size is {alpha}; expected one from {SmallestStep} on");
    }

    /// <summary>2^-100.</summary>
    internal static float SmallestStep { get; } = MathF.ScaleB(1.0f, -100);
}
