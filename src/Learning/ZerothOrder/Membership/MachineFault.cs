namespace Federated.Learning.ZerothOrder;

/// <summary>What goes wrong with a machine's copy of the weights.</summary>
public enum MachineFault
{
    /// <summary>One bit of one weight flips in memory.</summary>
    FlippedBit,

    /// <summary>The round is counted but its step is not taken.</summary>
    LostRound,
}
