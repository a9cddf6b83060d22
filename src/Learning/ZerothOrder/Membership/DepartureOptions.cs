using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>A machine that leaves for good.</summary>
public sealed record DepartureOptions
{
    /// <summary>Its id.</summary>
    [Accepts("[0, 65534]")]
    public required int Machine { get; init; }

    /// <summary>The last round that it takes part in.</summary>
    [Accepts("[1, 10000000]")]
    public required int Round { get; init; }
}
