namespace Federated.Learning.ZerothOrder;

/// <summary>The kernels of one width of registers.</summary>
internal readonly unsafe struct WidthKernels
{
    /// <summary>See <see cref="Rademacher.Perturb"/>.</summary>
    public delegate*<Direction, long, int, float*, float, float*, void> Perturb { get; private init; }

    /// <summary>See <see cref="Rademacher.Update"/>.</summary>
    public delegate*<SignTables, long, int, float*, float, float, uint*, void> Update { get; private init; }

    /// <summary>Samples whose signs one lookup takes.</summary>
    public int GroupSize { get; private init; }

    /// <summary>Those of a width.</summary>
    public static WidthKernels Of(LaneWidth width) => width switch
    {
        LaneWidth.Sixteen => Make<Lanes16>(),
        LaneWidth.Eight => Make<Lanes8>(),
        LaneWidth.Four => Make<Lanes4>(),
        _ => Make<Lanes1>(),
    };

    private static WidthKernels Make<TLanes>()
        where TLanes : struct, ILanes<TLanes> => new()
        {
            Perturb = &Rademacher.Perturb<TLanes>,
            Update = &Rademacher.Update<TLanes>,
            GroupSize = TLanes.IndexBits,
        };
}
