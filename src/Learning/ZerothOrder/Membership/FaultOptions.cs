using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>An accident that is put in, to see that the check of weights finds and mends it.</summary>
public sealed record FaultOptions
{
    /// <summary>Id of the machine that it happens to.</summary>
    [Accepts("[0, 65534]")]
    public required int Machine { get; init; }

    /// <summary>The round that it happens in.</summary>
    [Accepts("[1, 10000000]")]
    public required int Round { get; init; }

    /// <summary>What happens.</summary>
    public MachineFault Kind { get; init; } = MachineFault.FlippedBit;
}
