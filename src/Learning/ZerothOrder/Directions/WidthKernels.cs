namespace Federated.Learning.ZerothOrder;

/// <summary>The kernels of one width of registers.</summary>
internal readonly unsafe struct WidthKernels
{
    private delegate*<Direction, long, int, float*, float, float*, void> PerturbSigns { get; init; }

    private delegate*<Direction, long, int, float*, float, float*, void> StreamSigns { get; init; }

    private delegate*<Direction, long, int, float*, float, float*, void> PerturbNumbers { get; init; }

    /// <summary>See <see cref="Rademacher.Update"/>.</summary>
    public delegate*<SignTables, long, int, float*, float, float, uint*, void> Update { get; private init; }

    /// <summary>See <see cref="Numerators.Draw"/>.</summary>
    public delegate*<Direction, long, int*, void> Draw { get; private init; }

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

    /// <summary>See <see cref="Rademacher.Perturb"/> and <see cref="Numerators.Perturb"/>.</summary>
    public delegate*<Direction, long, int, float*, float, float*, void> Perturb(DirectionKind kind) =>
        kind == DirectionKind.Rademacher ? PerturbSigns : PerturbNumbers;

    /// <summary>The same past the caches, where that pays; what is written is aligned to 64 bytes.</summary>
    public delegate*<Direction, long, int, float*, float, float*, void> Stream(DirectionKind kind) =>
        kind == DirectionKind.Rademacher ? StreamSigns : PerturbNumbers;

    private static WidthKernels Make<TLanes>()
        where TLanes : struct, ILanes<TLanes> => new()
        {
            PerturbSigns = &Rademacher.Perturb<TLanes, CachedStore>,
            StreamSigns = &Rademacher.Perturb<TLanes, StreamedStore>,
            PerturbNumbers = &Numerators.Perturb<TLanes>,
            Update = &Rademacher.Update<TLanes>,
            Draw = &Numerators.Draw<TLanes>,
            GroupSize = TLanes.IndexBits,
        };
}
