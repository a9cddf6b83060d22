namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Where a round looks, and what its sealed record does to the weights: the same arithmetic on every machine, exact or rounded once, in an
/// order that the record fixes.
/// </summary>
public abstract class UpdateRule
{
    /// <param name="runKey">key of the run's directions</param>
    /// <param name="scheme">how bytes are read</param>
    private protected UpdateRule(ulong runKey, SealedScheme scheme) => (RunKey, Scheme) = (runKey, scheme);

    /// <summary>Key of the run's directions.</summary>
    public ulong RunKey { get; }

    /// <summary>How bytes are read.</summary>
    public SealedScheme Scheme { get; }

    /// <summary>Whether it remembers more than the weights: then a copy is rebuilt from the first round on.</summary>
    public virtual bool HasState => false;

    /// <summary>The rule of a log, before its first round.</summary>
    /// <param name="header">what the log is about</param>
    /// <param name="genesis">the weights before round 0</param>
    public static UpdateRule Create(LogHeader header, ReadOnlySpan<float> genesis) => header.Scheme.Update switch
    {
        UpdateForm.Accumulated => new AccumulatedRule(header.RunKey, header.Scheme, genesis.ToArray()),
        UpdateForm.AdaMu => new AdaMuRule(header.RunKey, header.Scheme, new float[genesis.Length]),
        _ => new SequentialRule(header.RunKey, header.Scheme),
    };

    /// <summary>Writes the point that a sample is evaluated at.</summary>
    /// <param name="theta">the weights; not touched</param>
    /// <param name="round">the round</param>
    /// <param name="machine">whose</param>
    /// <param name="sample">which</param>
    /// <param name="eps">negative for the other side</param>
    /// <param name="to">overwritten</param>
    public virtual void Perturb(ReadOnlySpan<float> theta, RoundStart round, ushort machine, ushort sample, float eps, Span<float> to) =>
        DirectionKernels.Perturb(theta, 0, Scheme.Direction(RunKey, round.Round, machine, sample), eps, to, LaneWidths.Widest);

    /// <summary>Applies sealed rounds that follow one another.</summary>
    /// <param name="rounds">in order</param>
    /// <param name="theta">updated</param>
    /// <param name="threads">any number gives the same bits</param>
    internal abstract void Apply(IReadOnlyList<SealedRound> rounds, float[] theta, int threads);

    /// <summary>A rule that goes on from here on its own.</summary>
    internal virtual UpdateRule Copy() => this;
}
