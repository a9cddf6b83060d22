using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>A machine that joins while the others are at work.</summary>
public sealed record ArrivalOptions
{
    /// <summary>Its id.</summary>
    [Accepts("[0, 65534]")]
    public required int Machine { get; init; }

    /// <summary>The first round that it takes part in; it has replayed all before.</summary>
    [Accepts("[2, 10000000]")]
    public required int Round { get; init; }
}
